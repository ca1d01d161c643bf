import { asHeard } from './term.ts';

/** What is known of a recording before anybody has listened to it. */
export interface HintSources {
  readonly title: string;
  readonly speakers: readonly string[];
  readonly topics: readonly string[];
  /** Names of the vocabulary, most used first. */
  readonly terms: readonly string[];
}

/** Names that a transcriber should expect, the likeliest first, each once: an engine takes as many as it can. */
export function chooseHints({ title, speakers, topics, terms }: HintSources): string[] {
  const byWords = new Map<string, string>();
  for (const hint of [title, ...speakers, ...topics, ...terms]) {
    const key = asHeard(hint);
    if (key !== '' && !byWords.has(key)) byWords.set(key, hint.trim());
  }
  return [...byWords.values()];
}
