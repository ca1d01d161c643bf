import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Embedder } from '../../core/ports/embedder.ts';

export interface OpenEmbedder {
  readonly embedder: Embedder;
  close(): Promise<void>;
}

/** What every Embedder keeps. `open` gives one whose service answers. */
export function embedderContract(
  name: string,
  open: () => Promise<OpenEmbedder>,
  abilities: { readonly hasVectors: boolean },
): void {
  describe(`Embedder: ${name}`, () => {
    let opened: OpenEmbedder;
    beforeEach(async () => {
      opened = await open();
    });
    afterEach(() => opened.close());
    const embed = (texts: readonly string[], signal = new AbortController().signal) =>
      opened.embedder.embed(texts, { purpose: 'passage', space: opened.embedder.space ?? '', signal });

    test('names its space when it has vectors, and can be reached', async () => {
      expect(opened.embedder.name).not.toBe('');
      expect(typeof opened.embedder.space).toBe(abilities.hasVectors ? 'string' : 'object');
      await opened.embedder.check();
    });

    test('nothing to embed asks for nothing', async () => {
      expect(await embed([])).toEqual([]);
    });

    if (!abilities.hasVectors) {
      test('says to whoever asks for vectors that there are none', async () => {
        await expect(embed(['owls'])).rejects.toMatchObject({ name: 'PermanentError' });
      });
      return;
    }

    test('gives a vector of length 1 a text, in order, and none for a text that says nothing', async () => {
      const texts = Array.from({ length: 70 }, (_, at) => `owl number${at}`);
      const [blank, ...vectors] = await embed(['  \n', ...texts]);
      expect(blank).toBeNull();
      const [alone] = await embed([texts[66] ?? '']);
      expect(vectors).toHaveLength(70);
      for (const vector of vectors) expect(Math.hypot(...(vector ?? []))).toBeCloseTo(1, 4);
      expect(vectors[66]).toEqual(alone);
      expect(vectors[65]).not.toEqual(alone);
    });

    test('passes an abort through', async () => {
      await expect(embed(['owls'], AbortSignal.abort(new Error('enough')))).rejects.toThrow('enough');
    });
  });
}
