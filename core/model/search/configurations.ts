/**
 * PostgreSQL's dictionaries of stems (Snowball, as every server from version 14 has them) by BCP 47 primary tag.
 * What has none is read word by word: `simple`.
 */
const dictionaries: Readonly<Record<string, string>> = {
  ar: 'arabic',
  ca: 'catalan',
  da: 'danish',
  de: 'german',
  el: 'greek',
  en: 'english',
  es: 'spanish',
  eu: 'basque',
  fi: 'finnish',
  fr: 'french',
  ga: 'irish',
  hi: 'hindi',
  hu: 'hungarian',
  hy: 'armenian',
  id: 'indonesian',
  it: 'italian',
  lt: 'lithuanian',
  nb: 'norwegian',
  ne: 'nepali',
  nl: 'dutch',
  nn: 'norwegian',
  no: 'norwegian',
  pt: 'portuguese',
  ro: 'romanian',
  ru: 'russian',
  sr: 'serbian',
  sv: 'swedish',
  ta: 'tamil',
  tr: 'turkish',
  yi: 'yiddish',
};

/** How texts are read whose language nobody knows, unless their words say it. */
export const usualConfiguration = 'english';

export const searchConfigurations: readonly string[] = [...new Set(Object.values(dictionaries))];

/** How texts of a language (BCP 47) are read; `null` where the language is not known (`und`). */
export function configurationOf(language: string): string | null {
  const primary = language.toLowerCase().split('-')[0] ?? '';
  if (primary === '' || primary === 'und') return null;
  return dictionaries[primary] ?? 'simple';
}

/** A language that is read by the configuration; `und` for `simple`, which is no language's, and the usual one. */
export const languageReadBy = (configuration: string): string =>
  (configuration !== usualConfiguration &&
    Object.keys(dictionaries).find((language) => dictionaries[language] === configuration)) ||
  'und';
