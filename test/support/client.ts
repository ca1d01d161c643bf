import { openAsBlob } from 'node:fs';
import type { z } from 'zod';
import { PasswordLink } from '../../core/api/admin-people.ts';
import { Problem } from '../../core/api/common.ts';
import { SearchResponse } from '../../core/api/search.ts';
import { Session, SessionCreated, SessionList } from '../../core/api/sessions.ts';
import type { Role } from '../../core/model/access.ts';
import { isEnded } from '../../core/model/session.ts';
import { mediaFixture } from './fixtures.ts';
import { admin, type Product } from './product.ts';
import { waitUntil } from './wait-until.ts';

export interface UploadFile {
  readonly name: string;
  readonly content: Blob;
}

/** Of `POST /api/sessions`. */
export interface UploadForm {
  /** A list is sent as so many fields of the name. */
  readonly fields?: Readonly<Record<string, string | readonly string[]>>;
  readonly captions?: UploadFile;
  readonly file?: UploadFile;
}

/** Someone who is signed in and calls the API of a running product as a program does. */
export interface Client {
  /** The answer as it is. */
  fetch(path: string, init?: RequestInit): Promise<Response>;
  upload(form: UploadForm): Promise<Response>;
  /** The same; rejects unless it was added. */
  add(form: UploadForm): Promise<SessionCreated>;
  session(idOrSlug: string): Promise<Session>;
  sessions(): Promise<SessionList['items']>;
  search(words: string): Promise<SearchResponse>;
  /** Waits until nothing of the session is being processed any more. */
  processed(idOrSlug: string): Promise<Session>;
  readonly cookie: string;
}

/** How often a product is asked what has become of a session: not so often that the answers keep it from working. */
export const politeMs = 250;

/** Signs in to a product that runs; the sign-in outlives its restarts. */
export async function signIn(
  product: Product,
  { email, password }: { readonly email: string; readonly password: string } = admin,
): Promise<Client> {
  const answer = await fetch(new URL('/api/auth/sign-in/email', product.url), post({ email, password }));
  if (!answer.ok) throw new Error(`${email} cannot sign in: ${await answer.text()}`);
  return clientOf(product, cookieFrom(answer));
}

export interface NewPerson {
  readonly name: string;
  readonly email: string;
  readonly password: string;
  readonly role?: Role;
  readonly team?: string;
}

/** Somebody whom an admin adds and who has chosen a password; signed in. Quicker than the command line is. */
export async function addPerson(
  product: Product,
  admin: Client,
  { password, ...person }: NewPerson,
): Promise<Client> {
  const { path } = PasswordLink.parse(await jsonOf(await admin.fetch('/api/admin/people', post(person))));
  const code = new URL(path, product.url).hash.slice(1);
  const answer = await fetch(new URL('/api/password-link/use', product.url), post({ code, password }));
  if (!answer.ok) throw new Error(`${person.email} has no password: ${await answer.text()}`);
  return clientOf(product, cookieFrom(answer));
}

const post = (body: object): RequestInit => ({
  method: 'POST',
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify(body),
});

const cookieFrom = (answer: Response): string =>
  answer.headers
    .getSetCookie()
    .map((line) => line.split(';')[0])
    .join('; ');

function clientOf(product: Product, cookie: string): Client {
  const get = async <T>(schema: z.ZodType<T>, path: string): Promise<T> =>
    schema.parse(await jsonOf(await client.fetch(path)));
  const client: Client = {
    cookie,
    fetch: (path, init = {}) =>
      fetch(new URL(path, product.url), {
        ...init,
        headers: { cookie, ...Object.fromEntries(new Headers(init.headers)) },
      }),
    upload({ fields = {}, captions, file }) {
      const body = new FormData();
      for (const [name, value] of Object.entries(fields))
        for (const each of [value].flat()) body.append(name, each);
      if (captions) body.append('captions', captions.content, captions.name);
      if (file) body.append('file', file.content, file.name);
      return client.fetch('/api/sessions', { method: 'POST', body });
    },
    add: async (form) => SessionCreated.parse(await jsonOf(await client.upload(form))),
    session: (idOrSlug) => get(Session, `/api/sessions/${idOrSlug}`),
    sessions: async () => (await get(SessionList, '/api/sessions?limit=100')).items,
    search: (words) => get(SearchResponse, `/api/search?q=${encodeURIComponent(words)}`),
    async processed(idOrSlug) {
      let session = await client.session(idOrSlug);
      await waitUntil(async () => {
        session = await client.session(idOrSlug);
        return session.stages.every(({ status }) => isEnded(status));
      }, politeMs);
      return session;
    },
  };
  return client;
}

async function jsonOf(answer: Response): Promise<unknown> {
  if (!answer.ok) throw new Error(`${answer.status} from ${answer.url}: ${await answer.text()}`);
  return answer.json();
}

/** The problem that an answer tells of; fails when it is none. */
export async function problemOf(answer: Response): Promise<Problem> {
  const type = answer.headers.get('content-type');
  if (!type?.startsWith('application/problem+json'))
    throw new Error(`${answer.status} ${type}: ${await answer.text()}`);
  return Problem.parse(await answer.json());
}

/** A recording of `test/fixtures/media` as an upload. */
export const fixtureFile = async (name: string): Promise<UploadFile> => ({
  name,
  content: await openAsBlob(mediaFixture(name)),
});
