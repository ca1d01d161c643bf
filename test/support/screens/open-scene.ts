import type { Browser, BrowserContextOptions, Dialog, Page } from 'playwright-core';
import { type OpenPage, openPage, viewport } from '../browser.ts';
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
  /** Shows a screen on the page of who looks at it, and gives what `look` gives; rejects when anything went wrong on it. */
  visit<Seen>(screen: Screen<Scene>, look: (page: Page) => Promise<Seen>): Promise<Seen>;
  close(): Promise<void>;
}

/**
 * Where screens are looked at: one page a person, for all of their screens. A page of its own for each would take the
 * browser twice as long as showing it.
 */
export function openScene<Scene>(options: SceneOptions<Scene>): OpenScene<Scene> {
  const { browser, url, people, scene } = options;
  const pages = new Map<Reader | null, Promise<OpenPage>>();
  const pageOf = (reader: Reader | null): Promise<OpenPage> => {
    const as = reader === null ? undefined : people[reader];
    if (reader !== null && !as) throw new Error(`There is no ${reader} here.`);
    const opened =
      pages.get(reader) ??
      openPage(browser, url, { reducedMotion: 'reduce', ...options.context, ...(as && { as }) });
    pages.set(reader, opened);
    return opened;
  };
  return {
    async visit(screen, look) {
      const { page, errors } = await pageOf(screen.as === undefined ? 'curator' : screen.as);
      await page.setViewportSize(
        screen.width === undefined
          ? (options.context?.viewport ?? viewport)
          : { width: screen.width, height: 844 },
      );
      await page.emulateMedia({ colorScheme: options.context?.colorScheme ?? 'light' });
      try {
        await show(page, screen, scene);
        const seen = await look(page);
        const expected = (screen.expectedStatuses ?? []).map((status) => `${status} from `);
        const wrong = errors.filter((error) => !expected.some((start) => error.startsWith(start)));
        if (wrong.length > 0) throw new Error(`${screen.name}: ${wrong.join('\n')}`);
        return seen;
      } finally {
        await leave(page);
        errors.splice(0);
      }
    },
    async close() {
      for (const opened of pages.values()) await (await opened).page.context().close();
    },
  };
}

/** Takes nothing along to the next screen: neither what was typed nor answers that were put in. */
async function leave(page: Page): Promise<void> {
  const go = (dialog: Dialog) => void dialog.accept();
  page.on('dialog', go);
  await page.unrouteAll();
  await page.goto('about:blank');
  page.off('dialog', go);
}
