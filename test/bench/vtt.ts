import type { Segment } from '../../core/model/transcript.ts';

/** WebVTT with voices as the bench's folders have it; the product's own reader takes far more. */
export function readVtt(source: string): Segment[] {
  const cue = /(?:^|\n)([\d:.]+) --> ([\d:.]+)[^\n]*\n([\s\S]*?)(?=\n\s*\n|$)/g;
  return [...source.replaceAll('\r', '').matchAll(cue)].map(([, start = '', end = '', text = '']) => ({
    startSeconds: toSeconds(start),
    endSeconds: toSeconds(end),
    speaker: /<v ([^>]+)>/.exec(text)?.[1] ?? null,
    text: plainText(
      text
        .replaceAll(/<[^>]*>/g, '')
        .replaceAll(/\s+/g, ' ')
        .trim(),
    ),
  }));
}

const toSeconds = (clock: string): number =>
  clock.split(':').reduce((sum, part) => sum * 60 + Number(part), 0);

const plainText = (text: string): string =>
  text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&nbsp;', ' ').replaceAll('&amp;', '&');
