/** One voice heard in one piece of a recording. */
export interface HeardVoice {
  /** Its voice print; only the direction counts. */
  readonly print: readonly number[];
  /** How long it was heard: more of it makes a better print. */
  readonly seconds: number;
}

/** Voices this much alike (cosine of their prints) are taken for one person: where k2-fsa's own programs draw the line. */
const minLikeness = 0.5;

interface Group {
  readonly members: readonly number[];
  readonly weight: number;
  /** To every group by its index; those that are gone stay as they were. */
  readonly likeness: number[];
  /** Index of the group most like it; -1: there is none. */
  nearest: number;
}

/**
 * Says which voices are one person: for each voice the number of its group, counted from 0 in the order of the
 * voices. Agglomerative clustering with average linkage (UPGMA: Sokal and Michener, 1958), each voice weighing as
 * long as it was heard.
 */
export function groupVoices(voices: readonly HeardVoice[]): number[] {
  const groups = startGroups(voices);
  for (let pair = mostAlike(groups); pair !== null; pair = mostAlike(groups)) join(groups, pair);
  const groupOf = new Map(
    [...groups.values()].flatMap((group) => group.members.map((member) => [member, group] as const)),
  );
  const numbers = new Map<Group | undefined, number>();
  return voices.map((_, index) => {
    const group = groupOf.get(index);
    const number = numbers.get(group) ?? numbers.size;
    numbers.set(group, number);
    return number;
  });
}

function startGroups(voices: readonly HeardVoice[]): Map<number, Group> {
  const units = voices.map(({ print }) => {
    const length = Math.hypot(...print) || 1;
    return print.map((value) => value / length);
  });
  const groups = new Map<number, Group>();
  voices.forEach(({ seconds }, index) => {
    const likeness = units.map((unit) => dot(unit, units[index] ?? []));
    groups.set(index, { members: [index], weight: Math.max(0.01, seconds), likeness, nearest: -1 });
  });
  for (const [index, group] of groups) group.nearest = nearestTo(index, group, groups);
  return groups;
}

function dot(a: readonly number[], b: readonly number[]): number {
  let sum = 0;
  for (let at = 0; at < a.length; at += 1) sum += (a[at] ?? 0) * (b[at] ?? 0);
  return sum;
}

const likenessOf = ({ likeness }: Group, other: number): number => likeness[other] ?? -1;

function nearestTo(index: number, group: Group, groups: ReadonlyMap<number, Group>): number {
  let nearest = -1;
  for (const other of groups.keys())
    if (other !== index && (nearest < 0 || likenessOf(group, other) > likenessOf(group, nearest)))
      nearest = other;
  return nearest;
}

/** The two groups to be joined next, `null` when none are alike enough. */
function mostAlike(groups: ReadonlyMap<number, Group>): readonly [number, number] | null {
  let pair: readonly [number, number] | null = null;
  let most = minLikeness;
  for (const [index, group] of groups) {
    const alike = group.nearest < 0 ? -1 : likenessOf(group, group.nearest);
    if (alike > most || (alike === most && pair === null)) [most, pair] = [alike, [index, group.nearest]];
  }
  return pair;
}

/** Puts the second into the first; what others are like to it is the mean of both, by weight. */
function join(groups: Map<number, Group>, [first, second]: readonly [number, number]): void {
  const [into, from] = [groups.get(first), groups.get(second)];
  if (into === undefined || from === undefined) return;
  groups.delete(second);
  const weight = into.weight + from.weight;
  const joined: Group = { ...into, members: [...into.members, ...from.members], weight };
  groups.set(first, joined);
  for (const [index, group] of groups) {
    if (group === joined) continue;
    const alike = (likenessOf(group, first) * into.weight + likenessOf(group, second) * from.weight) / weight;
    group.likeness[first] = alike;
    joined.likeness[index] = alike;
    const isLost = group.nearest === first || group.nearest === second;
    if (isLost) group.nearest = nearestTo(index, group, groups);
    else if (alike > likenessOf(group, group.nearest)) group.nearest = first;
  }
  joined.nearest = nearestTo(first, joined, groups);
}
