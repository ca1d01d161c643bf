import { findGuards, type Guards } from '../../core/engines/programs/guards.ts';

/** What protects the programs that are started on this system; one that is absent is printed. */
export async function guardsHere(): Promise<Guards> {
  const { isCertain, ...guards } = await findGuards('/usr/bin:/bin');
  if (!isCertain) throw new Error('This machine is too busy to tell which guards it has.');
  for (const [name, isThere] of Object.entries(guards))
    if (!isThere) console.warn(`\n*** ${name} does not work here: what it protects from is not tested\n`);
  return guards;
}

/** Names of the absent ones, in the order in which they are complained of. */
export const absentGuards = (guards: Guards): string[] =>
  (['unshare', 'setpriv', 'prlimit', 'nice'] as const).filter((name) => !guards[name]);

/** First words of the complaints, which are the names of what is missing. */
export const namesIn = (warnings: readonly string[]): string[] =>
  warnings.map((sentence) => sentence.split(' ')[0] ?? '');
