import type { ImportItem } from './import-items.ts';

/** Changes whenever a file is written, as far as a folder tells. */
export interface Stamp {
  readonly sizeBytes: number;
  readonly modifiedMs: number;
}

/** An item as one look at its folder found it. */
export interface Sighting {
  readonly item: ImportItem;
  readonly content: Stamp;
  readonly captions: Stamp | null;
}

export interface Settled extends Sighting {
  /** `captions`: the recording was taken before; captions have come, or changed, since. */
  readonly news: 'content' | 'captions';
}

/** What came of an item: it is here; it never will be unless it changes; it is worth trying again. */
export type Outcome = 'taken' | 'refused' | 'later';

interface Watched {
  content: Stamp;
  captions: Stamp | null;
  /** In how many looks in a row it was the same; negative while it waits to be tried again. */
  looks: number;
  failures: number;
  isTaken: boolean;
  /** Something is to be done with it as soon as it has settled. */
  isDue: boolean;
}

export interface Settling {
  /** Takes what a look has found; gives what has not changed for `quietLooks` looks and is not dealt with yet. */
  look(sightings: readonly Sighting[]): Settled[];
  /** What came of something that `look` gave. */
  end(item: ImportItem, outcome: Outcome): void;
}

/** 2^6 times `quietLooks` between the tries of what fails again and again. */
const mostDoublings = 6;

/** Tells from looks at folders which files nobody is writing any more. Knows no clock: whoever looks sets the pace. */
export function settling(quietLooks: number): Settling {
  const watched = new Map<string, Watched>();

  const isSettled = ({ item, content, captions }: Sighting): boolean => {
    const known = watched.get(item.path);
    if (!known || !isSame(known.content, content)) {
      watched.set(item.path, { content, captions, looks: 0, failures: 0, isTaken: false, isDue: true });
      return false;
    }
    if (!isSame(known.captions, captions)) {
      // That captions are gone is no news of what was taken with them.
      Object.assign(known, { captions, looks: 0, isDue: captions !== null || !known.isTaken });
      return false;
    }
    known.looks += 1;
    // A browser puts an empty file where its download will be.
    return known.isDue && known.looks >= quietLooks && content.sizeBytes > 0;
  };

  return {
    look: (sightings) =>
      sightings.filter(isSettled).map((sighting) => ({
        ...sighting,
        news: watched.get(sighting.item.path)?.isTaken ? 'captions' : 'content',
      })),
    end(item, outcome) {
      const known = watched.get(item.path);
      if (!known) return;
      if (outcome === 'later') {
        known.failures += 1;
        known.looks = quietLooks - quietLooks * 2 ** Math.min(known.failures, mostDoublings);
        return;
      }
      known.isDue = false;
      if (outcome === 'taken') known.isTaken = true;
    },
  };
}

const isSame = (a: Stamp | null, b: Stamp | null) =>
  a?.sizeBytes === b?.sizeBytes && a?.modifiedMs === b?.modifiedMs;

/** Whether nothing was written between two looks. */
export const isSameSighting = (a: Sighting, b: Sighting): boolean =>
  isSame(a.content, b.content) && isSame(a.captions, b.captions);
