import { expect } from 'vitest';
import { keepSpeech } from '../../core/actions/keep-speech.ts';
import type { Topic, TopicPin } from '../../core/api/topics.ts';
import { setTopics } from '../../drizzle/queries/topics.ts';
import { addTranscript } from '../../drizzle/queries/transcripts.ts';
import type { makeSession } from '../factories.ts';
import { collecting } from './collecting.ts';
import type { TestPerson, TestServer } from './test-server.ts';

/** Who says how many minutes of a talk, one after the other. */
type Minutes = Readonly<Record<string, number>>;

/** What tests of topics and people ask of a server, in the name of one person or another. */
export function exploring(server: TestServer) {
  const { call, talk } = collecting(server);
  return {
    call,
    /** A session about these topics, in which they speak. */
    async spoken(
      owner: TestPerson,
      { topics, minutes }: { readonly topics: readonly string[]; readonly minutes: Minutes },
      overrides: Parameters<typeof makeSession>[1] = {},
    ) {
      const names = Object.keys(minutes);
      const session = await talk(owner, `A talk of ${names.join(', ')}`, { speakers: names, ...overrides });
      let at = 0;
      const segments = names.map((speaker) => {
        const startSeconds = at;
        at += (minutes[speaker] ?? 0) * 60;
        return { startSeconds, endSeconds: at, speaker, text: `${speaker} explains.` };
      });
      const transcript = { engine: 'captions', grade: 'given', language: 'en', segments } as const;
      await addTranscript(server.db, session.id, transcript, { origin: 'machine' });
      if (topics.length > 0) await setTopics(server.db, session.id, topics);
      await keepSpeech(server.db, session.id);
      return session;
    },
    async pin(who: TestPerson, slug: string, moment: object): Promise<TopicPin> {
      const answer = await call(who, 'POST', `/api/topics/${slug}/pins`, moment);
      expect([answer.statusCode, answer.body]).toEqual([201, expect.anything()]);
      return answer.json();
    },
    topic: async (who: TestPerson, slug: string): Promise<Topic> =>
      (await call(who, 'GET', `/api/topics/${slug}`)).json(),
  };
}

/** Who explains a topic, and for how many minutes. */
export const explained = ({ explainedBy }: Pick<Topic, 'explainedBy'>) =>
  explainedBy.map(({ name, seconds, sessionCount }) => [name, seconds / 60, sessionCount]);
