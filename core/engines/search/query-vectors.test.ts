import { describe, expect, test, vi } from 'vitest';
import { PermanentError, RetryAfterError, TransientError } from '../../model/errors.ts';
import type { Embedder, Embedding } from '../../ports/embedder.ts';
import { queryVectors } from './query-vectors.ts';

const vector = Float32Array.of(0.6, 0.8);

/** Vectors of queries from an embedder that answers as the test says, at a time that it moves. */
function open(answer: (text: string) => Promise<Embedding>) {
  let nowMs = 0;
  let space: string | null = 'small';
  const asked: string[] = [];
  const embedder: Embedder = {
    name: 'fake',
    space: 'small',
    embed: (texts, request) => {
      asked.push(...texts.map((text) => `${request.space} ${text}`));
      return Promise.all(texts.map(answer));
    },
    check: async () => {},
  };
  const vectors = queryVectors({ embedder, spaceInUse: async () => space, now: () => nowMs });
  const later = (ms: number) => {
    nowMs += ms;
  };
  const use = (name: string | null) => {
    space = name;
  };
  return { vectors, asked, later, use };
}

describe('what queries mean', () => {
  test('is asked for once, also by two who ask at the same time', async () => {
    const { vectors, asked } = open(async () => vector);
    expect(await Promise.all([vectors.of('owl'), vectors.of('owl')])).toEqual([
      { space: 'small', vector },
      { space: 'small', vector },
    ]);
    await vectors.of('owl');
    expect(asked).toEqual(['small owl']);
  });

  test('is asked of the space in use, and of none without one', async () => {
    const { vectors, asked, use } = open(async () => vector);
    use('large 512');
    expect(await vectors.of('owl')).toMatchObject({ space: 'large 512' });
    use(null);
    expect(await vectors.of('owl')).toBeNull();
    expect(asked).toEqual(['large 512 owl']);
  });

  test('comes too late for who asked and in time for who asks again', async () => {
    let answer = (_: Embedding) => {};
    const { vectors, asked } = open(
      () =>
        new Promise((resolve) => {
          answer = resolve;
        }),
    );
    expect(await vectors.of('owl')).toBeNull();
    answer(vector);
    await vi.waitUntil(async () => (await vectors.of('owl')) !== null);
    expect(asked).toHaveLength(1);
    await vectors.check();
  });

  test('of the last thousand is remembered', async () => {
    const { vectors, asked } = open(async () => vector);
    for (let at = 0; at <= 1_000; at += 1) await vectors.of(`owl ${at}`);
    await vectors.of('owl 1000');
    expect(asked).toHaveLength(1_001);
    await vectors.of('owl 0');
    expect(asked).toHaveLength(1_002);
  });
});

describe('an embedder that fails', () => {
  test('never fails a search, and is left alone for a while after three failures', async () => {
    let isDown = true;
    const { vectors, asked, later } = open(async () => {
      if (isDown) throw new TransientError('down');
      return vector;
    });
    for (const text of ['a', 'b', 'c', 'd', 'e']) expect(await vectors.of(text)).toBeNull();
    expect(asked).toHaveLength(3);
    await expect(vectors.check()).rejects.toThrow('could not be asked');
    later(30_001);
    isDown = false;
    expect(await vectors.of('f')).not.toBeNull();
    await vectors.check();
  });

  test.each([
    [new PermanentError('no such model'), 30_000],
    [new RetryAfterError('busy', 120), 120_000],
  ])('with a %s is left alone at once, as long as it says', async (error, ms) => {
    const { vectors, asked, later } = open(async () => {
      throw error;
    });
    await vectors.of('a');
    later(ms - 1);
    await vectors.of('b');
    expect(asked).toHaveLength(1);
    later(2);
    await vectors.of('c');
    expect(asked).toHaveLength(2);
  });

  test('and passages that take too long to look through are left alone alike, and tried again later', async () => {
    const { vectors, later } = open(async () => vector);
    for (const isInTime of [false, false, true, false, false]) vectors.noteScan(isInTime);
    expect(await vectors.of('a')).not.toBeNull();
    vectors.noteScan(false);
    expect(await vectors.of('a')).toBeNull();
    await expect(vectors.check()).rejects.toThrow('takes too long');
    later(30_001);
    expect(await vectors.of('a')).not.toBeNull();
    vectors.noteScan(true);
    await vectors.check();
  });

  test('and a database that fails are the same to a search', async () => {
    const { vectors } = open(async () => vector);
    const broken = queryVectors({
      embedder: { name: 'fake', space: 'small', embed: async () => [vector], check: async () => {} },
      spaceInUse: async () => {
        throw new Error('the database is away');
      },
    });
    expect(await broken.of('owl')).toBeNull();
    expect(await vectors.of('owl')).not.toBeNull();
  });
});
