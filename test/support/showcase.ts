import { openAsBlob } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { Collection } from '../../core/api/collections.ts';
import type { SessionCreated } from '../../core/api/sessions.ts';
import { addPerson, type Client, signIn, type UploadForm } from './client.ts';
import { anyFixture } from './fixtures.ts';
import { loopFixture } from './long-recording.ts';
import type { Product } from './product.ts';
import { type ShowcaseTalk, showcaseTalks, type TalkName } from './showcase-talks.ts';

/** An installation in which something is on every page. */
export interface Showcase {
  readonly url: string;
  readonly people: Readonly<Record<Reader, Client>>;
  readonly talks: Readonly<Record<TalkName, SessionCreated>>;
  /** With sessions and moments in it, and with nothing. */
  readonly collections: { readonly full: Collection; readonly empty: Collection };
}

/** By what they may do. */
export const readers = ['admin', 'curator', 'champion', 'member'] as const;
export type Reader = (typeof readers)[number];

/** The others' password; the admin's is the installation's. */
const password = 'a password for the showcase';
const names = { curator: 'Dana Whitfield', champion: 'Marcus Oyelaran', member: 'Mel Member' } as const;
const dayMs = 24 * 3600 * 1_000;

/** Fills an installation that runs and has its admin and nothing else; resolves when all of it is processed. */
export async function fillShowcase(product: Product): Promise<Showcase> {
  const people = await addPeople(product);
  const folder = await mkdtemp(join(tmpdir(), 'brownbag-showcase-'));
  try {
    const talks = await addTalks(people.curator, folder);
    await write(people, talks);
    const full = await collect(people.curator, {
      title: 'First weeks with spreadsheets',
      description: 'Start **here**. An hour in all; the moments alone take ten minutes.',
      items: [
        { sessionId: talks.pivot.id, note: 'All of it: everything else builds on this.' },
        { sessionId: talks.pivot.id, startSeconds: 30, endSeconds: 42, note: 'Slicers' },
        { sessionId: talks.sound.id, startSeconds: 4, endSeconds: 12 },
        { sessionId: talks.japanese.id, note: 'The same in Japanese' },
        { sessionId: talks.long.id },
      ],
    });
    const empty = await collect(people.curator, { title: 'Reading list', visibility: 'private' });
    return { url: product.url, people, talks, collections: { full, empty } };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function addPeople(product: Product): Promise<Showcase['people']> {
  const admin = await signIn(product);
  const add = (role: keyof typeof names) => {
    const person = { name: names[role], email: `${role}@example.org`, role, team: 'Operations' };
    return addPerson(product, admin, { ...person, password });
  };
  return {
    admin,
    curator: await add('curator'),
    champion: await add('champion'),
    member: await add('member'),
  };
}

async function addTalks(client: Client, folder: string): Promise<Showcase['talks']> {
  const add = async (name: TalkName) => client.add(await formOf(showcaseTalks[name], join(folder, name)));
  const talks = {
    failed: await add('failed'),
    interview: await add('interview'),
    text: await add('text'),
    bisect: await add('bisect'),
    prompts: await add('prompts'),
    sound: await add('sound'),
    japanese: await add('japanese'),
    arabic: await add('arabic'),
    long: await add('long'),
    pivot: await add('pivot'),
    binned: await add('binned'),
  };
  for (const { id } of Object.values(talks)) await client.processed(id);
  await ok(client.fetch(`/api/sessions/${talks.binned.id}`, { method: 'DELETE' }));
  return talks;
}

async function formOf(talk: ShowcaseTalk, path: string): Promise<UploadForm> {
  const { title, speakers, topics, daysAgo, recording, seconds, captions, fields } = talk;
  const file = recording && (await recordingOf({ recording, seconds, path }));
  return {
    fields: {
      title,
      speakers,
      language: 'en',
      topics,
      recordedAt: new Date(Date.now() - daysAgo * dayMs).toISOString(),
      ...fields,
    },
    ...(captions && { captions: { name: 'captions.vtt', content: new Blob([await captions()]) } }),
    ...(file && { file }),
  };
}

interface Looped {
  readonly recording: string;
  readonly seconds: number | undefined;
  readonly path: string;
}

async function recordingOf({ recording, seconds, path }: Looped) {
  const name = basename(recording);
  if (seconds === undefined) return { name, content: await openAsBlob(anyFixture(recording)) };
  const looped = `${path}-${name}`;
  await loopFixture(recording, seconds, looped);
  return { name, content: await openAsBlob(looped) };
}

/** What people have written and looked for. */
async function write({ curator, member, champion }: Showcase['people'], talks: Showcase['talks']) {
  const notes = `/api/sessions/${talks.pivot.id}/notes`;
  const first = '# To try\n\n- 0:12 the slicer\n- the workbook is in the wiki';
  await send(member, 'PUT', notes, { text: first });
  await send(champion, 'PUT', notes, {
    text: `${first}\n- **refresh** after each import\n\n> It counts instead of adding: there is text in the column.`,
  });
  const term = { name: 'kubectl', kind: 'product', aliases: ['k8s client'], mishearings: ['cube control'] };
  await send(curator, 'POST', '/api/vocabulary', term);
  await send(curator, 'PATCH', `/api/sessions/${talks.pivot.id}`, {
    chapters: [
      { startSeconds: 0, title: 'What a pivot table answers' },
      { startSeconds: 24, title: 'Rows, columns, values' },
      { startSeconds: 52, title: 'Slicers, and when to refresh' },
    ],
  });
  const transcript = `/api/sessions/${talks.prompts.id}/transcript`;
  const version = (await curator.fetch(transcript)).headers.get('etag') ?? '';
  const edits = [{ op: 'change', segment: 1, text: 'Say what it is for, and for whom.' }];
  await send(curator, 'PATCH', transcript, { edits }, version);
  for (const words of ['terraform state', 'terraform state file', 'pivot tables'])
    for (const who of [curator, champion, member]) await who.search(words);
}

const collect = async (client: Client, fields: object): Promise<Collection> =>
  Collection.parse(await (await send(client, 'POST', '/api/collections', fields)).json());

const send = (client: Client, method: string, path: string, body: object, version = '*'): Promise<Response> =>
  ok(
    client.fetch(path, {
      method,
      headers: { 'content-type': 'application/json', 'if-match': version },
      body: JSON.stringify(body),
    }),
  );

async function ok(asked: Promise<Response>): Promise<Response> {
  const answer = await asked;
  if (!answer.ok) throw new Error(`${answer.status} from ${answer.url}: ${await answer.text()}`);
  return answer;
}
