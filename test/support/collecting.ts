import { expect } from 'vitest';
import type { Collection, CollectionItem } from '../../core/api/collections.ts';
import { insertStages } from '../../drizzle/queries/stages.ts';
import { makeSession } from '../factories.ts';
import type { TestPerson, TestServer } from './test-server.ts';

type Method = 'GET' | 'PATCH' | 'PUT' | 'POST' | 'DELETE';

/** What tests of collections ask of a server, in the name of one person or another. */
export function collecting(server: TestServer) {
  const call = (
    who: TestPerson,
    method: Method,
    url: string,
    payload?: object,
    headers: Readonly<Record<string, string>> = {},
  ) =>
    server.app.inject({
      ...{ method, url, headers: { ...who.headers, ...headers } },
      ...(payload ? { payload } : {}),
    });
  return {
    call,
    /** A stored session, 600 s long, whose stages have all been run. */
    async talk(owner: TestPerson, title: string, overrides: Parameters<typeof makeSession>[1] = {}) {
      const own = { ownerId: owner.id, team: owner.team, durationSeconds: 600, title };
      const session = await makeSession(server.db, { ...own, ...overrides });
      const skipped = {
        probe: '',
        transcode: '',
        transcribe: '',
        tag: '',
        extras: '',
        optimise: '',
        index: '',
      };
      await insertStages(server.db, session.id, skipped);
      return session;
    },
    async make(who: TestPerson, fields: object): Promise<Collection> {
      const answer = await call(who, 'POST', '/api/collections', fields);
      expect([answer.statusCode, answer.body]).toEqual([201, expect.anything()]);
      return answer.json();
    },
    read: async (who: TestPerson, slug: string): Promise<Collection> =>
      (await call(who, 'GET', `/api/collections/${slug}`)).json(),
  };
}

export const titlesOf = ({ items }: Pick<Collection, 'items'>) => items.map(({ session }) => session.title);

/** An item as one puts it back. */
export const putOf = ({ id, session, startSeconds, endSeconds, note }: CollectionItem) => ({
  ...{ id, sessionId: session.id, startSeconds, endSeconds, note },
});
