/** What decides which vectors a service gives. */
export interface EmbeddingModel {
  readonly model: string;
  /** `null`: as many as the model has. */
  readonly dimensions: number | null;
}

/** A name for it; names of models hold no blanks. */
export const spaceOf = ({ model, dimensions }: EmbeddingModel): string =>
  dimensions === null ? model : `${model} ${dimensions}`;

/** The same, read back. */
export function modelOf(space: string): EmbeddingModel {
  const [, model, dimensions] = /^(.*?)(?: (\d+))?$/s.exec(space) ?? [];
  return { model: model ?? space, dimensions: dimensions === undefined ? null : Number(dimensions) };
}

interface Prefixes {
  readonly query: string;
  readonly passage: string;
}

const plain: Prefixes = { query: '', passage: '' };

/**
 * Words that a model was trained to find before its texts, as its page on Hugging Face gives them: without them
 * questions and answers lie apart.
 */
const trained: readonly (readonly [RegExp, Prefixes])[] = [
  [/nomic-embed-text/i, { query: 'search_query: ', passage: 'search_document: ' }],
  // The instruct variants are told their task in another way.
  [/(^|[/-])(multilingual-)?e5-(?!.*instruct)/i, { query: 'query: ', passage: 'passage: ' }],
  [
    /mxbai-embed|snowflake-arctic-embed-[xsml]|bge-(small|base|large)-en/i,
    { query: 'Represent this sentence for searching relevant passages: ', passage: '' },
  ],
];

export const prefixesOf = (model: string): Prefixes =>
  trained.find(([name]) => name.test(model))?.[1] ?? plain;
