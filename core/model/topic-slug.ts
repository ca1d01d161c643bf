import { slugOf } from './slug.ts';

/** `+` and `#` that belong to a name: without them `C`, `C++` and `C#` would be one topic, and `.NET` a net. */
const signs = [
  [/(?<=[\p{L}\p{N}+])\+/gu, ' plus '],
  [/(?<=[\p{L}\p{N}])#/gu, ' sharp '],
  [/(?<![\p{L}\p{N}])\.(?=\p{L})/gu, 'dot '],
] as const;

/** The slug by which a topic or a term is known: names that give the same are the same. */
export const topicSlug = (name: string): string =>
  slugOf(signs.reduce((written, [sign, word]) => written.replace(sign, word), name));
