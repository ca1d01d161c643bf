/** Words before a colon that introduce something other than a speaker. */
const notNames = new Set(
  (
    'note notes question answer example examples warning caution tip hint step important remember summary todo ' +
    'fact result update reminder attention http https re ps q a agenda today tomorrow yesterday first second third ' +
    'finally conclusion problem solution goal reason so and but or yes no ok okay is are was'
  ).split(' '),
);

const longestName = 60;
const mostWords = 5;

/** Small words inside names: Ludwig van Beethoven, Charles de Gaulle. */
const particles = new Set('van von de der den del della di da du la le el al bin ibn of the and'.split(' '));

export interface LabelledText {
  readonly name: string;
  readonly text: string;
}

/** Up to five capitalised words, none of the usual openings of a remark. */
export function looksLikeName(name: string): boolean {
  const words = name.split(' ');
  if (words.length > mostWords || notNames.has(name.toLowerCase())) return false;
  const isWord = (word: string) => /^[(]?[\p{L}\p{N}][\p{L}\p{M}\p{N}.'’&()/_-]{0,40},?$/u.test(word);
  if (!words.every(isWord) || !/^\p{L}/u.test(name)) return false;
  const isCapital = (word: string) => /^[(]?[\p{Lu}\p{Lt}\p{Lo}\p{N}]/u.test(word);
  return isCapital(name) && words.every((word) => isCapital(word) || particles.has(word));
}

/** `Name: text` cut at the first colon, when what stands before it could be a name; else `null`. */
export function readLabel(text: string): LabelledText | null {
  const at = text.slice(0, longestName + 1).indexOf(':');
  if (at < 1 || !/\s/.test(text.charAt(at + 1))) return null;
  const name = text.slice(0, at);
  return looksLikeName(name) ? { name, text: text.slice(at + 1).trim() } : null;
}

/**
 * The labels of a file that are speakers. Text like "Note: this" must not become one, so a label counts when
 * it is shaped like a name (up to five capitalised words, none of the usual openings) and either every second
 * cue of the file carries such a label, as in Zoom's and Otter's, or this very label comes back.
 */
export function findSpeakers(texts: readonly string[]): ReadonlySet<string> {
  const counts = new Map<string, number>();
  let labelled = 0;
  for (const text of texts) {
    const label = readLabel(text);
    if (!label) continue;
    labelled++;
    counts.set(label.name, (counts.get(label.name) ?? 0) + 1);
  }
  const isTranscript = texts.length > 1 && labelled * 2 >= texts.length;
  const names = [...counts].filter(([, count]) => isTranscript || count > 1);
  return new Set(names.map(([name]) => name));
}
