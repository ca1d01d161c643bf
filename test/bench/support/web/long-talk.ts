import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { toVtt } from '../../../../core/model/captions/write.ts';
import { isEnded } from '../../../../core/model/session.ts';
import { loopRecording } from '../../../support/long-recording.ts';
import type { BenchRun } from '../bench.ts';
import type { Client } from '../client.ts';
import { waitUntil } from '../wait-until.ts';

/** A made talk with a line every so many seconds. */
export interface LongTalk {
  readonly slug: string;
  readonly lines: number;
  readonly seconds: number;
  /** Words that are said once, in order, and when. */
  readonly rare: readonly { readonly word: string; readonly startSeconds: number; readonly line: number }[];
}

const lineSeconds = 1.8;
/** Previews of three hours take long on a busy machine, and nothing here needs them. */
const previewMs = 60_000;
const rareWords = 40;
const subjects = ['the pivot table', 'a slicer', 'the backlog', 'our cluster', 'this query', 'the invoice'];
const verbs = ['shows', 'hides', 'sorts', 'counts', 'moves', 'refreshes'];
const objects = ['the revenue', 'every row', 'an old column', 'the last week', 'what we agreed on'];

/** Two syllables from each list: 20 x 20 words that nobody else says. */
const syllables = ['bra', 'zor', 'quil', 'vek', 'tum', 'plo', 'nax', 'fiz', 'gro', 'wim'];
const rareWord = (at: number): string =>
  `${syllables[at % 10]}${syllables[(at * 3 + 1) % 10]}${syllables[Math.floor(at / 10) + 2]}ik`;

interface AddOptions {
  readonly client: Client;
  readonly run: BenchRun;
  readonly seconds: number;
}

/** Adds it and waits until it is ready, and a while for what is made of it in the background. */
export async function addLongTalk({ client, run, seconds }: AddOptions): Promise<LongTalk> {
  const lines = Math.floor(seconds / lineSeconds);
  const every = Math.floor(lines / (rareWords + 1));
  const rare = Array.from({ length: rareWords }, (_none, at) => {
    const line = (at + 1) * every;
    return { word: rareWord(at), line, startSeconds: line * lineSeconds };
  });
  const wordAt = new Map(rare.map(({ line, word }) => [line, word]));
  const captions = join(run.dir, 'long.vtt');
  await writeFile(
    captions,
    toVtt(
      Array.from({ length: lines }, (_none, line) => ({
        startSeconds: line * lineSeconds,
        endSeconds: (line + 1) * lineSeconds,
        speaker: `Speaker ${1 + (Math.floor(line / 40) % 3)}`,
        text: `So ${pick(subjects, line)} ${pick(verbs, line * 5)} ${pick(objects, line * 3)}, number ${line}${
          wordAt.has(line) ? `, as ${wordAt.get(line)} says` : ''
        }.`,
      })),
    ),
  );
  const file = join(run.dir, 'long.mp4');
  await loopRecording('flash.mp4', seconds, file);
  const { id, slug } = await client.upload({ captions, file });
  const patience = performance.now() + previewMs;
  await waitUntil(async () => {
    const { status, stages } = await client.session(id);
    if (status === 'failed') throw new Error('The long talk was not processed.');
    return (
      stages.every((stage) => isEnded(stage.status)) || (status === 'ready' && performance.now() > patience)
    );
  }, run.signal);
  return { slug, lines, seconds, rare };
}

const pick = (words: readonly string[], at: number): string => words[at % words.length] ?? '';
