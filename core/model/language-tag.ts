/** Codes that recognisers give besides two letters; Whisper's list has 99 languages. */
const codes =
  'af am ar as az ba be bg bn bo br bs ca cs cy da de el en es et eu fa fi fo fr gl gu ha haw he hi hr ht hu hy id is it ja jv ka kk km kn ko la lb ln lo lt lv mg mi mk ml mn mr ms mt my ne nl nn no oc pa pl ps pt ro ru sa sd si sk sl sn so sq sr su sv sw ta te tg th tk tl tr tt uk ur uz vi yi yo yue zh'.split(
    ' ',
  );

/** Names and codes that differ from the ones of today. */
const aliases: Readonly<Record<string, string>> = {
  castilian: 'es',
  flemish: 'nl',
  haitian: 'ht',
  iw: 'he',
  jw: 'jv',
  letzeburgesch: 'lb',
  mandarin: 'zh',
  moldavian: 'ro',
  moldovan: 'ro',
  myanmar: 'my',
  nynorsk: 'nn',
  panjabi: 'pa',
  pushto: 'ps',
  sinhalese: 'si',
  tagalog: 'tl',
  valencian: 'ca',
};

/**
 * BCP 47 of what a recogniser calls a language: `English`, `english`, `en`, `EN_us` are `en`, `en`, `en`, `en-US`.
 * `null` for what is not one.
 */
export function languageTag(name: string | null | undefined): string | null {
  const wanted = (name ?? '').trim().toLowerCase().replaceAll('_', '-');
  const [primary = '', ...rest] = wanted.split('-');
  if (codes.includes(primary)) return canonical([primary, ...rest].join('-')) ?? primary;
  const alias = aliases[wanted];
  if (alias) return alias;
  const names = new Intl.DisplayNames('en', { type: 'language' });
  return codes.find((code) => names.of(code)?.toLowerCase() === wanted) ?? null;
}

/**
 * BCP 47 of the language tag of a stream: `eng`, `ger` and `deu` (ISO 639-2, as Matroska and MP4 have them) are
 * `en`, `de` and `de`. `null` for what is none, and for the codes that say that nobody knows.
 */
export function streamLanguage(tag: string | null | undefined): string | null {
  const found = canonical((tag ?? '').trim().replaceAll('_', '-'));
  return found === null || /^(und|mul|mis|zxx)\b/.test(found) ? null : found;
}

function canonical(tag: string): string | null {
  try {
    return Intl.getCanonicalLocales(tag)[0] ?? null;
  } catch {
    return null;
  }
}
