import { indexNow } from '../../core/actions/index-now.ts';
import { SearchResponse } from '../../core/api/search.ts';
import { AskedList } from '../../core/api/searches.ts';
import { SuggestResponse } from '../../core/api/suggest.ts';
import { setTopics } from '../../drizzle/queries/topics.ts';
import { makeSession } from '../factories.ts';
import { silentLog } from './log.ts';
import type { TestPerson, TestServer } from './test-server.ts';

/** What people do with the search field, on the whole server. */
export function searching(server: TestServer) {
  const post = async (person: TestPerson, url: string, payload?: object) => {
    const { headers } = person;
    const answer = await server.app.inject({ method: 'POST', url, headers, ...(payload ? { payload } : {}) });
    return answer.statusCode;
  };
  const search = async (person: TestPerson, q: string, filters: Readonly<Record<string, string>> = {}) => {
    const url = `/api/search?${new URLSearchParams({ q, ...filters })}`;
    return SearchResponse.parse((await server.app.inject({ url, headers: person.headers })).json());
  };
  const open = (person: TestPerson, searchId: string | null, sessionId: string, startSeconds?: number) =>
    post(person, `/api/searches/${searchId}/opened`, { sessionId, startSeconds });
  return {
    search,
    open,
    /** Searches, and opens the session as if it had been found. */
    async searchAndOpen(person: TestPerson, q: string, sessionId: string): Promise<void> {
      const { searchId } = await search(person, q);
      const status = await open(person, searchId, sessionId, 12);
      if (status !== 204) throw new Error(`opening was answered with ${status}`);
    },
    ask: (person: TestPerson, searchId: string | null) => post(person, `/api/searches/${searchId}/ask`),
    dismiss: (person: TestPerson, subject: string) => post(person, '/api/asked/dismiss', { subject }),
    async asked(person: TestPerson) {
      const answer = await server.app.inject({ url: '/api/asked', headers: person.headers });
      return AskedList.parse(answer.json()).items;
    },
    async suggest(person: TestPerson, q: string) {
      const url = `/api/suggest?q=${encodeURIComponent(q)}`;
      return SuggestResponse.parse((await server.app.inject({ url, headers: person.headers })).json()).items;
    },
    /** A session as the index stage leaves it. */
    async addSession({ topics = [], ...fields }: Parameters<typeof makeSession>[1] & { topics?: string[] }) {
      const session = await makeSession(server.db, fields);
      await setTopics(server.db, session.id, topics);
      await indexNow({ ...server, log: silentLog }, session.id);
      return session;
    },
  };
}
