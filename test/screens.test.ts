import { expect, test } from 'vitest';
import { createApp } from '../web/src/router.tsx';
import { emptyScreens, setupScreens } from './support/screens/empty.ts';
import { showcaseScreens } from './support/screens/showcase-screens.ts';

const screens = [...showcaseScreens, ...emptyScreens, ...setupScreens];

test('every route of the web app is looked at, and nothing that is no route', () => {
  const { router } = createApp();
  const shown = new Set(screens.map(({ route }) => route));
  expect([...shown].toSorted()).toEqual(Object.keys(router.routesByPath).toSorted());
});

test('every screen has a name of its own', () => {
  const names = screens.map(({ name }) => name);
  expect(new Set(names).size).toBe(names.length);
});
