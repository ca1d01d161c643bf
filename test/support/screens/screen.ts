import type { Page } from 'playwright-core';
import { type Client, problemOf } from '../client.ts';
import type { Reader, Showcase } from '../showcase.ts';

/** A route in one of its states: what accessibility and pictures are looked at for. `Scene`: where it is looked at. */
export interface Screen<Scene = Showcase> {
  /** Words with hyphens; names its pictures too. */
  readonly name: string;
  /** As the router spells it. */
  readonly route: string;
  readonly path: string | ((scene: Scene) => string);
  /** Who looks, a curator if nothing is said; `null`: nobody who is signed in. */
  readonly as?: Reader | null;
  /** A selector of what has to be there before anything is done or looked at. */
  readonly sign: string;
  /** What has to be so before one goes there. */
  readonly before?: (page: Page, scene: Scene) => Promise<unknown>;
  /** What is done to get from the page to the state. */
  readonly open?: (page: Page, scene: Scene) => Promise<unknown>;
  /** Answers that are meant to fail. */
  readonly expectedStatuses?: readonly number[];
  /** There is only this one width of it. */
  readonly width?: 390;
}

/** Goes there and brings it into its state; resolves when nothing moves any more. */
export async function show<Scene>(page: Page, screen: Screen<Scene>, scene: Scene): Promise<void> {
  const { path } = screen;
  await screen.before?.(page, scene);
  await page.goto(typeof path === 'string' ? path : path(scene));
  await page.locator(screen.sign).first().waitFor({ state: 'attached' });
  await screen.open?.(page, scene);
  await page.locator('[aria-busy="true"]').first().waitFor({ state: 'detached' });
  await page.evaluate(() => document.fonts.ready.then(() => undefined));
}

export const press = (page: Page, name: string | RegExp) =>
  page
    .getByRole('button', { name, exact: typeof name === 'string' })
    .first()
    .click();

/** Lets the server fail where the path matches. */
export const failing = (page: Page, pattern: string) =>
  page.route(pattern, (route) =>
    route.fulfill({
      status: 500,
      contentType: 'application/problem+json',
      body: JSON.stringify({ title: 'Something went wrong here', status: 500, code: 'internal' }),
    }),
  );

/** Somebody else changes something meanwhile. */
export const put = (client: Client, path: string, body: object): Promise<void> =>
  send(client, path, { method: 'PUT', version: '*', body });

/** The same with the first line of a transcript. */
export async function changeFirstLine(client: Client, sessionId: string, text: string): Promise<void> {
  const path = `/api/sessions/${sessionId}/transcript`;
  const version = (await client.fetch(path)).headers.get('etag') ?? '';
  await send(client, path, {
    method: 'PATCH',
    version,
    body: { edits: [{ op: 'change', segment: 0, text }] },
  });
}

interface Change {
  readonly method: 'PUT' | 'PATCH';
  readonly version: string;
  readonly body: object;
}

async function send(client: Client, path: string, { method, version, body }: Change): Promise<void> {
  const answer = await client.fetch(path, {
    method,
    headers: { 'content-type': 'application/json', 'if-match': version },
    body: JSON.stringify(body),
  });
  if (!answer.ok) throw new Error((await problemOf(answer)).detail);
}
