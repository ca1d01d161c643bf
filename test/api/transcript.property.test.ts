import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Transcript, type TranscriptEdit } from '../../core/api/transcripts.ts';
import type { Segment } from '../../core/model/transcript.ts';
import { isThorough } from '../support/rows.ts';
import { line, transcriptEditing } from '../support/transcript-editing.ts';

const editing = transcriptEditing();
const { call, hear, heard, read, patch, versionsOf } = editing;

const edits = ['change', 'times', 'split', 'merge', 'remove', 'insert', 'renameSpeaker'] as const;
/** What happens to a session; `at` is taken modulo what there is. */
type Step =
  | { readonly kind: 'put'; readonly at: number }
  | { readonly kind: 'restore'; readonly at: number }
  | { readonly kind: 'patch'; readonly op: (typeof edits)[number]; readonly at: number }
  | { readonly kind: 'run'; readonly lines: readonly MachineLine[] };
interface MachineLine {
  readonly startSeconds: number;
  readonly speaker: string | null;
}

const at = fc.nat(30);
const machineLines = fc.uniqueArray(
  fc.record({
    startSeconds: fc.integer({ min: 0, max: 10 }).map((n) => 3 * n),
    speaker: fc.constantFrom(null, 'S1', 'S2'),
  }),
  { minLength: 1, maxLength: 5, selector: ({ startSeconds }) => startSeconds },
);
const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({ kind: fc.constant('patch' as const), op: fc.constantFrom(...edits), at }),
  },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('run' as const), lines: machineLines }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('put' as const), at }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('restore' as const), at }) },
);

const textOf = (lines: readonly MachineLine[], run: number) =>
  [...lines]
    .sort((a, b) => a.startSeconds - b.startSeconds)
    .map(({ startSeconds, speaker }) => line(startSeconds, `heard ${run} at ${startSeconds}`, speaker));

/** Words that a person wrote: each is written once. */
const own = (segments: readonly Segment[]): string[] =>
  segments.flatMap(({ text }) => text.split(' ').filter((word) => word.startsWith('person'))).sort();

/** An edit of the kind, and whether it leaves every word; `null` where there is nothing to edit. */
function toEdit(
  segments: readonly Segment[],
  { op, at: number }: Extract<Step, { op: string }>,
  word: string,
) {
  const segment = number % Math.max(1, segments.length);
  const chosen = segments[segment];
  const keeping = (edit: TranscriptEdit) => ({ edit, isKeeping: true });
  if (op === 'insert')
    return keeping({ op, startSeconds: number, endSeconds: number + 2, speaker: null, text: word });
  if (chosen === undefined) return null;
  const { startSeconds, endSeconds, speaker, text } = chosen;
  if (op === 'renameSpeaker') return keeping({ op, from: speaker, to: `Person ${number % 3}` });
  if (op === 'times')
    return keeping({ op: 'change', segment, startSeconds: startSeconds + 1, endSeconds: endSeconds + 2 });
  if (op === 'split') return text.includes(' ') ? keeping({ op, segment, at: text.indexOf(' ') }) : null;
  if (op === 'merge') return segment < segments.length - 1 ? keeping({ op, segment }) : null;
  if (op === 'remove') return { edit: { op, segment } as const, isKeeping: false };
  return number % 2 === 0
    ? keeping({ op, segment, text: `${text} ${word}` })
    : { edit: { op, segment, text: word } as const, isKeeping: false };
}

/** A session to which things happen, and what is known of it until then. */
async function follow(first: readonly MachineLine[]) {
  const id = await heard(...textOf(first, 0));
  const written = new Set<string>();
  /** Of each number that was given, what the version said; a machine's goes when the machine says something new. */
  const given = new Map<number, readonly Segment[]>();
  const textOfVersion = async (version: number) =>
    Transcript.parse(await (await call(`${id}/transcript/versions/${version}`)).json()).segments;

  async function noteVersions(): Promise<void> {
    const highest = Math.max(0, ...given.keys());
    for (const { version } of await versionsOf(id)) {
      const said = await textOfVersion(version);
      const before = given.get(version);
      if (before === undefined) expect(version).toBeGreaterThan(highest);
      else expect(said).toEqual(before);
      given.set(version, said);
    }
  }

  /** Edits by a person; gives whether all words that were there have to be there still. */
  async function edit(one: Exclude<Step, { kind: 'run' }>, word: string): Promise<boolean> {
    const { segments, etag } = await read(id);
    if (one.kind === 'restore') {
      const versions = (await versionsOf(id)).map(({ version }) => version);
      const version = versions[one.at % versions.length];
      const restored = await call(`${id}/transcript/versions/${version}/restore`, { method: 'POST', etag });
      expect(restored.status).toBe(200);
      return false;
    }
    if (one.kind === 'put') {
      const changed = segments.map((segment, index) =>
        index === one.at % segments.length ? { ...segment, text: `${segment.text} ${word}` } : segment,
      );
      const body = { segments: changed };
      expect((await call(`${id}/transcript`, { method: 'PUT', body, etag })).status).toBe(200);
      return true;
    }
    const made = toEdit(segments, one, word);
    if (made === null) return true;
    expect((await patch(id, [made.edit], { etag })).status).toBe(200);
    return made.isKeeping;
  }

  return {
    async take(one: Step, number: number): Promise<void> {
      const before = own((await read(id)).segments);
      const isKeeping =
        one.kind === 'run'
          ? await hear(id, ...textOf(one.lines, number)).then(() => true)
          : await edit(one, `person${number}`);
      const after = own((await read(id)).segments);
      if (isKeeping) expect(after).toEqual(expect.arrayContaining(before));
      if (one.kind === 'run') expect(after).toEqual(before);
      for (const word of after) written.add(word);
      await noteVersions();
    },
    async finish(): Promise<void> {
      const kept = await Promise.all((await versionsOf(id)).map(({ version }) => textOfVersion(version)));
      expect(new Set(kept.flatMap(own))).toEqual(written);
    },
  };
}

// A failure says its seed and path at once; `{ seed, path, endOnFailure: false }` runs it again and looks for a shorter one.
test('no order of edits, new machines and restores loses a word of a person’s or gives a number twice', async () => {
  await fc.assert(
    fc.asyncProperty(machineLines, fc.array(step, { minLength: 3, maxLength: 9 }), async (first, steps) => {
      const session = await follow(first);
      for (const [index, one] of steps.entries()) await session.take(one, index + 1);
      await session.finish();
    }),
    { numRuns: isThorough ? 15 : 5, endOnFailure: true },
  );
}, 300_000);
