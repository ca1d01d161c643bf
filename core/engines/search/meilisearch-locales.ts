/**
 * Languages that Meilisearch cuts into words by a dictionary, in ISO 639-3 as it names them. It tells them by their
 * script, which for Chinese and Japanese is the same: text and query say which one it is.
 */
export const localeNames = ['cmn', 'jpn', 'kor', 'tha', 'khm'] as const;
export type LocaleName = (typeof localeNames)[number];

export const localText = <Name extends LocaleName>(locale: Name): `text_${Name}` => `text_${locale}`;
/** The text once more, for those languages. */
export type LocalTexts = { readonly [Name in `text_${LocaleName}`]?: string };

const byLanguage: Readonly<Record<string, LocaleName>> = {
  ...{ zh: 'cmn', ja: 'jpn', ko: 'kor', th: 'tha', km: 'khm' },
};

const localeOf = (language: string): LocaleName | undefined =>
  byLanguage[language.toLowerCase().split('-')[0] ?? ''];

export function localTexts(language: string, text: string): LocalTexts {
  const locale = localeOf(language);
  return locale === undefined ? {} : { [localText(locale)]: text };
}

/** Han characters alone may be both. */
const scripts: readonly (readonly [RegExp, readonly LocaleName[]])[] = [
  [/[\p{Script=Hiragana}\p{Script=Katakana}]/u, ['jpn']],
  [/\p{Script=Hangul}/u, ['kor']],
  [/\p{Script=Thai}/u, ['tha']],
  [/\p{Script=Khmer}/u, ['khm']],
  [/\p{Script=Han}/u, ['cmn', 'jpn']],
];

/** The languages that a query may be in; none: the server finds out. */
export function localesOfQuery(text: string, language: string | undefined): readonly LocaleName[] {
  const chosen = language === undefined ? undefined : localeOf(language);
  if (chosen !== undefined) return [chosen];
  return scripts.find(([script]) => script.test(text))?.[1] ?? [];
}
