import type { Showcase } from '../showcase.ts';
import { adminScreens } from './admin.ts';
import { collectionScreens } from './collections.ts';
import { knowledgeScreens } from './knowledge.ts';
import { pageScreens } from './pages.ts';
import type { Screen } from './screen.ts';
import { sessionScreens } from './session.ts';

/** All of an installation in which something is on every page. */
export const showcaseScreens: readonly Screen<Showcase>[] = [
  ...pageScreens,
  ...collectionScreens,
  ...sessionScreens,
  ...knowledgeScreens,
  ...adminScreens,
];
