import { isCaptionsName } from './media-names.ts';

/** One session to be: a recording, the captions that belong to it, or captions alone. */
export interface Pair<Named extends { readonly name: string }> {
  readonly recording: Named | null;
  readonly captions: Named | null;
}

/** What programs put between a recording's name and the ending of its captions, besides a language. */
const suffix = 'transcript|transcription|captions?|cc|closed_caption|subtitles?|subs?|otter_ai';
const language = '[a-z]{2,3}(?:[-_][a-z0-9]{2,8}){0,2}';
const addition = new RegExp(
  `^(?:(?:[._-]| - )(?:${suffix}))?(?:[._]${language})?(?:(?:[._-]| - )(?:${suffix}))?$`,
);

const stemOf = (name: string) => name.replace(/\.[^.]+$/, '').toLowerCase();

/**
 * Pairs captions with the recordings they are named after: `talk.mp4` with `talk.vtt`, else with `talk.en.srt`,
 * `talk.transcript.vtt` or `talk_captions.vtt`, the shortest first. Each file is taken once; of two recordings of
 * the same name the first has the captions. Recordings come first, in the order given, then captions alone.
 */
export function pairCaptions<Named extends { readonly name: string }>(
  files: readonly Named[],
): readonly Pair<Named>[] {
  const recordings = files.filter(({ name }) => !isCaptionsName(name));
  const free = files.filter(({ name }) => isCaptionsName(name));
  free.sort((a, b) => a.name.length - b.name.length);
  const taken = new Map<Named, Named>();
  const giveOut = (fits: (added: string) => boolean) => {
    const stillFree = free.filter((captions) => ![...taken.values()].includes(captions));
    for (const captions of stillFree) {
      const stem = stemOf(captions.name);
      const owner = recordings.find((recording) => {
        const own = stemOf(recording.name);
        return !taken.has(recording) && stem.startsWith(own) && fits(stem.slice(own.length));
      });
      if (owner) taken.set(owner, captions);
    }
  };
  // Those of exactly its name first: `talk.de.vtt` may be of `talk.mp4`, but not when there is a `talk.de.mp4`.
  giveOut((added) => added === '');
  giveOut((added) => addition.test(added));
  const used = new Set(taken.values());
  const alone = files.filter((file) => isCaptionsName(file.name) && !used.has(file));
  return [
    ...recordings.map((recording) => ({ recording, captions: taken.get(recording) ?? null })),
    ...alone.map((captions) => ({ recording: null, captions })),
  ];
}
