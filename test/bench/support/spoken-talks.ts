import { readdirSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { extname, join, parse } from 'node:path';
import { z } from 'zod';
import type { Word } from '../../../core/model/transcript.ts';
import { fixtures, shortcutWords } from '../../support/speech.ts';

/** A recording of which is known what is said, word by word. */
export interface SpokenTalk {
  readonly name: string;
  readonly path: string;
  readonly text: string;
  /** With their times, where these are known. */
  readonly words: readonly Word[] | null;
}

const Truth = z.object({
  id: z.string(),
  segments: z.array(
    z.object({
      text: z.string(),
      /** As it is said, number by number. */
      spoken: z.string().optional(),
      words: z
        .array(z.object({ startSeconds: z.number(), endSeconds: z.number(), text: z.string() }))
        .optional(),
    }),
  ),
});
type Truth = z.infer<typeof Truth>;

/** What recordings are called; samples that need no decoding first. */
const soundEndings = ['.wav', '.mp4', '.mkv', '.webm', '.m4a', '.ogg', '.mp3', '.mov'];

/** The talks of the tests. */
export async function fixtureTalks(): Promise<readonly SpokenTalk[]> {
  const words = await shortcutWords();
  const text = words.map((word) => word.text).join(' ');
  return [
    { name: 'test fixture, a human voice', path: fixtures.jfk.path, text: fixtures.jfk.text, words: null },
    { name: 'test fixture, synthetic', path: fixtures.shortcuts.path, text, words },
  ];
}

/**
 * The talks in a folder: `<id>.json` with what is said in segments, and anywhere in it a recording of that name. Left out
 * are those of which the words are not known literally (neither `words` nor `spoken`), and those without a recording.
 */
export async function talksIn(folder: string): Promise<readonly SpokenTalk[]> {
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((name) => join(folder, name));
  const recordings = soundEndings.flatMap((ending) => files.filter((path) => extname(path) === ending));
  const talks: SpokenTalk[] = [];
  for (const path of files.filter((name) => extname(name) === '.json').sort()) {
    const truth = Truth.safeParse(JSON.parse(await readFile(path, 'utf8')));
    if (!truth.success) continue;
    const recording = recordings.find((name) => parse(name).name === truth.data.id);
    const talk = recording === undefined ? null : talkOf(truth.data, recording);
    if (talk) talks.push(talk);
    else console.log(`  ${truth.data.id}: left out, its recording or its literal words are not there`);
  }
  return talks;
}

function talkOf({ id, segments }: Truth, path: string): SpokenTalk | null {
  const words = segments.flatMap((segment) => segment.words ?? []);
  if (segments.every((segment) => segment.words !== undefined))
    return { name: id, path, text: words.map((word) => word.text).join(' '), words };
  const spoken = segments.flatMap((segment) => segment.spoken ?? []);
  return spoken.length < segments.length ? null : { name: id, path, text: spoken.join(' '), words: null };
}
