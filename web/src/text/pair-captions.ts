import { isCaptionsName } from '../../../core/model/media-names.ts';

/** One session to add: a recording, the captions that belong to it, or captions alone. */
export interface Pair<F extends { readonly name: string }> {
  readonly recording: F | null;
  readonly captions: F | null;
}

/** Name without its ending; of captions also without a language, as in `talk.en.vtt`. */
function baseOf(name: string): string {
  const base = name.replace(/\.[^.]+$/, '');
  return (isCaptionsName(name) ? base.replace(/[._][a-z]{2,3}(-[a-z0-9]{2,8})?$/i, '') : base).toLowerCase();
}

/** Pairs captions with the recording of the same name (Zoom's `.transcript` ending included); order is kept. */
export function pairCaptions<F extends { readonly name: string }>(files: readonly F[]): Pair<F>[] {
  const captions = files.filter((file) => isCaptionsName(file.name));
  const taken = new Set<F>();
  const take = (recording: F): F | null => {
    const base = baseOf(recording.name);
    const exact = recording.name.replace(/\.[^.]+$/, '').toLowerCase();
    const match = captions.find((file) => {
      const own = file.name.replace(/\.[^.]+$/, '').toLowerCase();
      return !taken.has(file) && (own === exact || [base, `${base}.transcript`].includes(baseOf(file.name)));
    });
    if (match) taken.add(match);
    return match ?? null;
  };
  const recordings = files
    .filter((file) => !isCaptionsName(file.name))
    .map((recording) => ({ recording, captions: take(recording) }));
  const alone = captions
    .filter((file) => !taken.has(file))
    .map((file) => ({ recording: null, captions: file }));
  return [...recordings, ...alone];
}

/** A first title from a file's name: `2026-03-12_zero-downtime_postgres.mp4` → `Zero downtime postgres`. */
export function titleOf(name: string): string {
  const words = baseOf(name)
    .replace(/^\d{4}-?\d{2}-?\d{2}[\s_-]*/, '')
    .replace(/[\s_-]+/g, ' ')
    .trim();
  return words === '' ? name : words.charAt(0).toUpperCase() + words.slice(1);
}
