import { expect, onTestFinished, test } from 'vitest';
import { embedPassages } from '../../core/actions/embed-passages.ts';
import { Readiness } from '../../core/api/health.ts';
import { SearchResponse } from '../../core/api/search.ts';
import { postgresIndex } from '../../core/engines/search/postgres.ts';
import { queryVectors } from '../../core/engines/search/query-vectors.ts';
import { openEmbeddingScene } from '../support/embedding.ts';
import { apiError } from '../support/fake-openai.ts';
import { openTestServer } from '../support/test-server.ts';

test('moments by meaning are told apart, and /readyz says when the embedding server is away but is ready', async () => {
  let isDown = false;
  const scene = await openEmbeddingScene(() => (isDown ? apiError(500, 'down') : null), {
    ...{
      dimensions: 256,
      synonyms: [
        ['mend', 'repair'],
        ['car', 'automobile'],
      ],
    },
  });
  onTestFinished(() => scene.close());
  const { db } = scene;
  const embedder = scene.embedderOf('small');
  const meaning = queryVectors({ embedder, spaceInUse: async () => 'small', waitMs: 20_000 });
  const server = await openTestServer({ db, meaning, searchIndex: postgresIndex({ db, vectors: meaning }) });
  onTestFinished(() => server.close());
  const { token } = await scene.addMember();
  const search = async (q: string) => {
    const url = `/api/search?q=${encodeURIComponent(q)}`;
    const headers = { authorization: `Bearer ${token}` };
    return SearchResponse.parse((await server.app.inject({ url, headers })).json());
  };
  const readiness = async () => {
    const answer = await server.app.inject('/readyz');
    return { status: answer.statusCode, meaning: Readiness.parse(answer.json()).checks.meaning?.status };
  };
  await scene.say(['how to mend an automobile']);
  await scene.say(['we repair a car']);
  for (let at = 0; at < 8; at += 1) await scene.say([`gardens grow tomato${at} beside pepper${at}`]);
  const signal = new AbortController().signal;
  while ((await embedPassages({ db, embedder }, { space: 'small', above: 0, signal })) > 0);

  const { hits } = await search('repair car');
  expect(hits.map(({ moments }) => moments.map(({ by }) => by))).toEqual([[undefined], ['meaning']]);
  expect(await readiness()).toEqual({ status: 200, meaning: 'ok' });
  isDown = true;
  expect((await search('a car to repair')).hits).toHaveLength(1);
  expect(await readiness()).toEqual({ status: 200, meaning: 'failed' });
});
