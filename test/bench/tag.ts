/**
 * How well topics without a model meet those that people noted, beside plain TF-IDF, and chapters where one talk
 * goes over into another.
 *
 *   npm run bench:tag, with TALKS_DIR and TRANSCRIPTS_DIR set; or
 *   npx tsx test/bench/tag.ts [--talks <folder>] [--transcripts <folder>] [--show]
 *
 * Talks: `<folder>/truth/<id>.json`. Transcripts: `<folder>/<id>.vtt` with `sessions.json`; all of them are the
 * corpus that says how rare words are, those of test/fixtures/tagging/talks.json are tagged.
 */
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { keyphraseTagger } from '../../core/engines/tagger/keyphrase.ts';
import { buildPassages } from '../../core/model/search/passages.ts';
import { wordsOf } from '../../core/model/search/tokenise.ts';
import type { TagRequest } from '../../core/ports/tagger.ts';
import { seededRandom } from '../support/random.ts';
import { tagRequest } from '../support/talks.ts';
import { bench } from './support/bench.ts';
import {
  evenBoundaries,
  type JoinedTalk,
  joinTalks,
  segmentationErrors,
  slidesOf,
} from './support/joined-talks.ts';
import { printFigure } from './support/print.ts';
import { tfIdfTopics } from './support/tf-idf.ts';
import {
  compare,
  type Hits,
  type KnownTalk,
  readEpisodes,
  readSegments,
  readSpokenTalks,
} from './support/topic-truth.ts';

type Method = (request: TagRequest) => Promise<readonly string[]>;

const tagger = keyphraseTagger();
const never = new AbortController().signal;
const methods: Readonly<Record<string, Method>> = {
  'TF-IDF of words': (request) => tfIdfTopics(request, 'words'),
  'TF-IDF of words and pairs': (request) => tfIdfTopics(request, 'pairs'),
  'TF-IDF of topics that exist': (request) => tfIdfTopics(request, 'known'),
  keyphrase: async (request) => (await tagger.suggest(request, never)).topics.map(({ name }) => name),
};
const groups = ['spoken talks', 'tuned on', 'reported'] as const;

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      talks: { type: 'string', default: process.env['TALKS_DIR'] ?? '' },
      transcripts: { type: 'string', default: process.env['TRANSCRIPTS_DIR'] ?? '' },
      show: { type: 'boolean', default: false },
    },
  });
  if (values.talks === '' && values.transcripts === '') {
    console.log('  left out, it needs talks whose topics are known: set TALKS_DIR or TRANSCRIPTS_DIR');
    return;
  }
  const talks = [
    ...(values.talks === '' ? [] : await readSpokenTalks(values.talks)),
    ...(values.transcripts === '' ? [] : await readEpisodes(values.transcripts)),
  ];
  await measureChapters(talks.filter(({ group }) => group !== 'spoken talks'));
  const corpus = await readCorpus(values.transcripts);
  const wiki = [...new Set(talks.flatMap(({ topics, series }) => [...topics, ...series].map(nameOf)))];
  for (const [wording, knownTopics] of [
    ['no topics exist yet', []],
    [`${wiki.length} topics exist`, wiki],
  ] as const) {
    console.log(`\n  ${wording}`);
    for (const [name, method] of Object.entries(methods)) {
      const isShown = values.show && name === 'keyphrase';
      const hits = await measure(talks, (talk) => method(requestOf(talk, knownTopics, corpus)), isShown);
      for (const group of groups) printHits(`${name}, ${group}`, hits.get(group) ?? []);
    }
  }
}

const joinedTalks = 48;

/** Chapters of stretches of different talks in one, and those of a guess without reading. */
async function measureChapters(talks: readonly KnownTalk[]): Promise<void> {
  if (talks.length === 0) return;
  const joined = joinTalks(talks, joinedTalks);
  const random = seededRandom(7);
  console.log(`\n  chapters of ${joined.length} times five stretches of talks`);
  for (const [wording, slidesIn] of [
    ['without slides', () => []],
    ['a slide for each stretch', ({ boundaries }) => boundaries.map((seconds) => seconds + 6 * random())],
    ['and one every 100 s that means nothing', (talk) => slidesOf(talk, random)],
    ['slides every 20 s', ({ durationSeconds }) => everySeconds(20, durationSeconds)],
  ] as const satisfies readonly (readonly [string, (talk: JoinedTalk) => readonly number[]])[]) {
    const errors = [];
    for (const talk of joined) {
      const request = tagRequest({ ...talk, slideChanges: slidesIn(talk) });
      const { chapters } = await tagger.suggest(request, never);
      errors.push(
        segmentationErrors(
          talk,
          chapters.slice(1).map(({ startSeconds }) => startSeconds),
        ),
      );
    }
    printErrors(`keyphrase, ${wording}`, errors);
  }
  printErrors(
    'evenly spaced, as many as there are',
    joined.map((talk) => segmentationErrors(talk, evenBoundaries(talk))),
  );
}

const everySeconds = (step: number, end: number): number[] =>
  Array.from({ length: Math.floor(end / step) }, (_, at) => (at + 1) * step);

function printErrors(name: string, errors: readonly ReturnType<typeof segmentationErrors>[]): void {
  const mean = (of: (one: ReturnType<typeof segmentationErrors>) => number) =>
    errors.reduce((sum, one) => sum + of(one), 0) / errors.length;
  printFigure(
    `${name}: Pk`,
    mean(({ pk }) => pk),
    `WindowDiff ${mean(({ windowDiff }) => windowDiff).toFixed(3)}`,
  );
}

const nameOf = ([name = '']: readonly string[]): string => name;

const requestOf = (talk: KnownTalk, knownTopics: readonly string[], corpus: Corpus): TagRequest =>
  tagRequest({
    ...{ title: talk.title, durationSeconds: talk.durationSeconds, segments: talk.segments },
    ...{ knownTopics, ...corpus },
  });

type Corpus = Pick<TagRequest, 'documentCount' | 'documentFrequency'>;

/** As the search index counts: passages that have a word. */
async function readCorpus(folder: string): Promise<Corpus> {
  const counts = new Map<string, number>();
  let documentCount = 0;
  const files = folder === '' ? [] : (await readdir(folder)).filter((name) => name.endsWith('.vtt'));
  for (const file of files)
    for (const { text } of buildPassages(await readSegments(join(folder, file)))) {
      documentCount += 1;
      for (const word of new Set(wordsOf(text))) counts.set(word, (counts.get(word) ?? 0) + 1);
    }
  return {
    documentCount,
    documentFrequency: async (terms) => new Map(terms.map((term) => [term, counts.get(term) ?? 0])),
  };
}

async function measure(
  talks: readonly KnownTalk[],
  method: (talk: KnownTalk) => Promise<readonly string[]>,
  isShown: boolean,
): Promise<Map<KnownTalk['group'], Hits[]>> {
  const hits = new Map<KnownTalk['group'], Hits[]>();
  for (const talk of talks) {
    const suggested = await method(talk);
    hits.set(talk.group, [...(hits.get(talk.group) ?? []), compare(suggested, talk)]);
    if (isShown)
      console.log(
        `    ${talk.group} | ${talk.title} | ${suggested.join(', ')} | ${talk.topics.map(nameOf).join(', ')}`,
      );
  }
  return hits;
}

/** Precision is a lower bound: nobody noted all topics of an hour. */
function printHits(name: string, hits: readonly Hits[]): void {
  const sum = (of: (hits: Hits) => number) => hits.reduce((total, one) => total + of(one), 0);
  if (sum((one) => one.suggested) === 0) return;
  const precision =
    sum((one) => one.right) /
    Math.max(
      1,
      sum((one) => one.suggested),
    );
  const ofThree =
    sum((one) => one.rightOfThree) /
    Math.max(
      1,
      sum((one) => Math.min(3, one.suggested)),
    );
  const recall = sum((one) => one.found) / sum((one) => one.wanted);
  printFigure(
    `${name}: precision`,
    precision,
    `of ${sum((one) => one.suggested)}, of the first three ${ofThree.toFixed(2)}`,
  );
  printFigure(`${name}: recall`, recall, `of ${sum((one) => one.wanted)}`);
}

await bench({ limitMinutes: 20 }, main);
