import type { FakeDocument } from './fake-meilisearch-filter.ts';
import { Refusal } from './fake-meilisearch-settings.ts';

type Settings = Readonly<Record<string, unknown>>;

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** The lengths of vectors that an index takes, by their embedders' names. */
function embeddersOf({ embedders }: Settings): Map<string, number> {
  const entries = isRecord(embedders) ? Object.entries(embedders) : [];
  return new Map(
    entries.flatMap(([name, one]) => (isRecord(one) ? [[name, Number(one['dimensions'])] as const] : [])),
  );
}

/** Embedders are changed one by one; `null` takes one away. */
export function mergeEmbedders(before: Settings, changes: Settings): Settings {
  const old = isRecord(before['embedders']) ? before['embedders'] : {};
  const changed = isRecord(changes['embedders']) ? changes['embedders'] : {};
  const all = Object.entries({ ...old, ...changed }).filter(([, one]) => one !== null);
  return { ...before, ...changes, embedders: Object.fromEntries(all) };
}

/** The document's vector; `null`: it says that it has none, `undefined`: it does not say. */
function vectorOf({ _vectors: vectors }: FakeDocument, name: string): readonly number[] | null | undefined {
  const vector = isRecord(vectors) ? vectors[name] : undefined;
  return Array.isArray(vector) ? vector.map(Number) : vector === null ? null : undefined;
}

/** The code that a task fails with, unless each document says of each embedder what its vector is, or that it has none. */
export function refuseVectors(settings: Settings, documents: Iterable<FakeDocument>): string | null {
  const embedders = [...embeddersOf(settings)];
  for (const document of documents)
    for (const [name, dimensions] of embedders) {
      const vector = vectorOf(document, name);
      const fits = vector === null || (vector?.length === dimensions && vector.every(Number.isFinite));
      if (!fits) return 'vector_embedding_error';
    }
  return null;
}

/** Never given out unless it is asked for. */
export const withoutVectors = ({ _vectors, ...document }: FakeDocument): FakeDocument => document;

/** Of a search by meaning alone; `null`: it is one by words. */
export function readHybrid(settings: Settings, request: FakeDocument) {
  const { vector, hybrid } = request;
  if (vector === undefined && hybrid === undefined) return null;
  if (!isRecord(hybrid)) throw new Refusal('missing_search_hybrid', 'a vector needs `hybrid`');
  const embedder = String(hybrid['embedder']);
  const dimensions = embeddersOf(settings).get(embedder);
  if (dimensions === undefined) throw new Refusal('invalid_search_embedder', embedder);
  if (hybrid['semanticRatio'] !== 1) throw new Refusal('bad_request', 'the fake knows no mixture');
  if (!Array.isArray(vector) || vector.length !== dimensions)
    throw new Refusal('invalid_vector_dimensions', `${dimensions} were expected`);
  return { embedder, vector: vector.map(Number) };
}

/** All documents with a vector, nearest first, scored as the server does: half of one more than the cosine. */
export function nearest(
  documents: readonly FakeDocument[],
  { embedder, vector }: { readonly embedder: string; readonly vector: readonly number[] },
): { document: FakeDocument; score: number }[] {
  return documents
    .flatMap((document) => {
      const own = vectorOf(document, embedder);
      return own ? [{ document, score: (1 + cosine(own, vector)) / 2 }] : [];
    })
    .sort((a, b) => b.score - a.score);
}

function cosine(a: readonly number[], b: readonly number[]): number {
  const dot = (x: readonly number[], y: readonly number[]) =>
    x.reduce((sum, value, at) => sum + value * (y[at] ?? 0), 0);
  return dot(a, b) / (Math.sqrt(dot(a, a) * dot(b, b)) || 1);
}
