import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { foldTopic } from '../../../core/engines/tagger/topic-names.ts';
import { parseCaptions } from '../../../core/model/captions/parse.ts';
import type { Segment } from '../../../core/model/transcript.ts';

/** A talk whose topics people have noted. */
export interface KnownTalk {
  readonly group: 'spoken talks' | 'tuned on' | 'reported';
  readonly title: string;
  readonly durationSeconds: number;
  readonly segments: readonly Segment[];
  /** Each with all names that will do; the first is the one that a wiki would have. */
  readonly topics: readonly (readonly string[])[];
  /** Subjects of the series, which the talk need not be about. */
  readonly series: readonly (readonly string[])[];
}

const SpokenTalk = z.object({
  title: z.string(),
  durationSeconds: z.number(),
  topics: z.array(z.string()),
  segments: z.array(
    z.object({
      startSeconds: z.number(),
      endSeconds: z.number(),
      speaker: z.string().nullable(),
      text: z.string(),
    }),
  ),
});
const Episodes = z.record(z.string(), z.object({ title: z.string(), durationSeconds: z.number() }));
const NotedTopics = z.record(
  z.string(),
  z.object({
    half: z.enum(['tune', 'report']),
    series: z.array(z.string()),
    topics: z.array(z.string()),
  }),
);

const readJson = async (path: string): Promise<unknown> => JSON.parse(await readFile(path, 'utf8'));
const namesOf = (topics: readonly string[]) => topics.map((topic) => topic.split('|'));

/** Talks of a minute made by speech synthesis: `<folder>/truth/<id>.json`. */
export async function readSpokenTalks(folder: string): Promise<KnownTalk[]> {
  const names = (await readdir(join(folder, 'truth'))).filter((name) => name.endsWith('.json')).sort();
  const talks = names.map(async (name): Promise<KnownTalk> => {
    const talk = SpokenTalk.parse(await readJson(join(folder, 'truth', name)));
    return { ...talk, group: 'spoken talks', topics: namesOf(talk.topics), series: [] };
  });
  return Promise.all(talks);
}

/** Episodes of podcasts, `<folder>/<id>.vtt` with `sessions.json`, whose topics stand in our fixtures. */
export async function readEpisodes(folder: string): Promise<KnownTalk[]> {
  const noted = NotedTopics.parse(
    await readJson(join(import.meta.dirname, '../../fixtures/tagging/talks.json')),
  );
  const episodes = Episodes.parse(await readJson(join(folder, 'sessions.json')));
  const talks = Object.entries(noted).map(async ([id, { half, series, topics }]): Promise<KnownTalk> => {
    const { title = id, durationSeconds = 0 } = episodes[id] ?? {};
    return {
      ...{ group: half === 'tune' ? 'tuned on' : 'reported', title, durationSeconds },
      ...{ topics: namesOf(topics), series: namesOf(series) },
      segments: await readSegments(join(folder, `${id}.vtt`)),
    };
  });
  return Promise.all(talks);
}

export const readSegments = async (path: string): Promise<Segment[]> =>
  parseCaptions(await readFile(path, 'utf8'));

/** How well suggestions meet the truth. */
export interface Hits {
  readonly suggested: number;
  /** Suggestions that are a topic of the talk or of its series. */
  readonly right: number;
  /** The same of the first three. */
  readonly rightOfThree: number;
  readonly wanted: number;
  /** Topics of the talk that were suggested. */
  readonly found: number;
}

export function compare(suggested: readonly string[], { topics, series }: KnownTalk): Hits {
  const folded = suggested.map(foldTopic);
  const isRight = (name: string) =>
    [...topics, ...series].some((names) => names.some((one) => foldTopic(one) === name));
  return {
    suggested: folded.length,
    right: folded.filter(isRight).length,
    rightOfThree: folded.slice(0, 3).filter(isRight).length,
    wanted: topics.length,
    found: topics.filter((names) => names.some((one) => folded.includes(foldTopic(one)))).length,
  };
}
