import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from 'playwright-core';
import { everyRow } from './rows.ts';

/** What another theme can change, and another width: the other rules read what is the same in all looks. */
const rulesOfThemes = ['color-contrast', 'link-in-text-block'];
const rulesOfWidths = [
  ...rulesOfThemes,
  ...['target-size', 'scrollable-region-focusable', 'button-name', 'link-name', 'label'],
];

/** The program that the builder brings with it, in its short form. */
const program = readFileSync(
  createRequire(import.meta.resolve('@axe-core/playwright')).resolve('axe-core/axe.min.js'),
  'utf8',
);

/** What axe finds wrong with the page as it is: rule and elements. */
async function accessibilityProblems(page: Page, rules?: string[]): Promise<string[]> {
  // Once a document: by itself the builder has the page read it, all 1.3 MB of it, twice in every look.
  if (!(await page.evaluate(() => 'axe' in globalThis))) await page.evaluate(program);
  // Not a page of its own to gather what was found in frames: ours have none of other origins, and it doubles the time.
  const axe = new AxeBuilder({ page, axeSource: ';' }).setLegacyMode();
  // Of WCAG 2.2 AA, but off unless it is asked for. What is right with the page nobody reads.
  axe.options({ rules: { 'target-size': { enabled: true } }, resultTypes: ['violations'] });
  const { violations } = await (rules ? axe.withRules(rules) : axe).analyze();
  return violations.map(
    ({ id, help, nodes }) => `${id}: ${help}: ${nodes.map(({ target }) => target.join(' ')).join(', ')}`,
  );
}

/** Colours at widths, the first of each colour at different ones. */
const looksAt = (widths: readonly number[]) => [
  ...widths.map((width, at) => ({ colorScheme: at % 2 === 0 ? 'light' : 'dark', width }) as const),
  ...widths.map((width, at) => ({ colorScheme: at % 2 === 0 ? 'dark' : 'light', width }) as const),
];

interface LookOptions {
  readonly widths?: readonly number[];
  /** Which look comes first: others for the next state. */
  readonly turn?: number;
}

/**
 * All rules once, then in each look those that it can change, and whether all fits. Looks are light and dark, on a
 * desk and on a phone; where not every row runs, the first of them.
 */
export async function problemsInEveryLook(
  page: Page,
  { widths = [1440, 390], turn = 0 }: LookOptions = {},
): Promise<string[]> {
  const found = [];
  const looks = looksAt(widths);
  const first = turn % looks.length;
  const inTurn = [...looks.slice(first), ...looks.slice(0, first)];
  for (const [at, look] of everyRow(inTurn, () => 'of this state').entries()) {
    const { width, colorScheme } = look;
    await page.setViewportSize({ width, height: 844 });
    await page.emulateMedia({ colorScheme });
    const changed = width === inTurn[0]?.width ? rulesOfThemes : rulesOfWidths;
    for (const problem of await accessibilityProblems(page, at === 0 ? undefined : changed))
      found.push(`${colorScheme}, ${width} px: ${problem}`);
    const wider = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    if (wider > 0) found.push(`${width} px: the page is ${wider} px wider than the window`);
  }
  return found;
}
