import { PermanentError } from '../errors.ts';

/** How files begin that people take for captions. Decoded as text, a zipped file still begins with PK. */
const mistaken: readonly (readonly [RegExp, string])[] = [
  [/^PK[^\w\s]/, 'This is a Word document or another packed file, not captions.'],
  [/^%PDF/, 'This is a PDF, not captions.'],
  [/^\{\\rtf/, 'This is a text document (RTF), not captions.'],
  [
    /^\s{0,100}<(?:\?xml|tt[\s>:]|sami|transcript)/i,
    'This is XML, such as TTML or DFXP, which is not read here.',
  ],
];

const wanted = 'Upload WebVTT (.vtt), SubRip (.srt), SubViewer (.sbv) or SubStation Alpha (.ass) captions.';

/** Says what a file without a cue is, as far as it can be seen, and what to send instead. */
export function noCaptions(text: string): PermanentError {
  const head = text.slice(0, 200);
  const [, what] = mistaken.find(([pattern]) => pattern.test(head)) ?? [];
  return new PermanentError(`${what ?? 'There are no captions in this file.'} ${wanted}`);
}
