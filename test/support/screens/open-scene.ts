import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { type OpenContext, openContext } from '../browser.ts';
import type { Client } from '../client.ts';
import type { Reader } from '../showcase.ts';
import { type Screen, show } from './screen.ts';

interface SceneOptions<Scene> {
  readonly browser: Browser;
  readonly url: string;
  readonly people: Readonly<Partial<Record<Reader, Client>>>;
  readonly scene: Scene;
  readonly context?: BrowserContextOptions;
}

export interface OpenScene<Scene> {
  /** Shows a screen on a page of its own, and gives what `look` gives; rejects when anything went wrong on it. */
  visit<Seen>(screen: Screen<Scene>, look: (page: Page) => Promise<Seen>): Promise<Seen>;
  close(): Promise<void>;
}

/** Where screens are looked at: one context a person, for all of their screens. */
export function openScene<Scene>(options: SceneOptions<Scene>): OpenScene<Scene> {
  const { browser, url, people, scene } = options;
  const contexts = new Map<Reader | null, Promise<OpenContext>>();
  const contextOf = (reader: Reader | null): Promise<OpenContext> => {
    const as = reader === null ? undefined : people[reader];
    if (reader !== null && !as) throw new Error(`There is no ${reader} here.`);
    const opened =
      contexts.get(reader) ??
      openContext(browser, url, {
        reducedMotion: 'reduce',
        ...options.context,
        ...(as && { as }),
      });
    contexts.set(reader, opened);
    return opened;
  };
  return {
    async visit(screen, look) {
      const { context, errors } = await contextOf(screen.as === undefined ? 'curator' : screen.as);
      const page = await context.newPage();
      if (screen.width !== undefined) await page.setViewportSize({ width: screen.width, height: 844 });
      try {
        await show(page, screen, scene);
        const seen = await look(page);
        const expected = (screen.expectedStatuses ?? []).map((status) => `${status} from `);
        const wrong = errors.splice(0).filter((error) => !expected.some((start) => error.startsWith(start)));
        if (wrong.length > 0) throw new Error(`${screen.name}: ${wrong.join('\n')}`);
        return seen;
      } finally {
        errors.splice(0);
        await page.close();
      }
    },
    async close() {
      for (const opened of contexts.values()) await (await opened).context.close();
    },
  };
}
