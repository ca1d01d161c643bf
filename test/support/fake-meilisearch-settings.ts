/** An error as the server names it. */
export class Refusal extends Error {
  readonly code: string;
  readonly status: number;
  constructor(code: string, message: string, status = 400) {
    super(message);
    this.code = code;
    this.status = status;
  }
}

const isStrings = (value: unknown): boolean =>
  Array.isArray(value) && value.every((one) => typeof one === 'string');
const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Of ISO 639-3: those that the product names. */
export const isLocale = (value: unknown): boolean => /^(cmn|jpn|kor|tha|khm|eng|deu)$/.test(String(value));

const isLocalized = (value: unknown): boolean =>
  Array.isArray(value) &&
  value.every(
    (one) =>
      isRecord(one) &&
      Object.keys(one).sort().join() === 'attributePatterns,locales' &&
      isStrings(one['attributePatterns']) &&
      Array.isArray(one['locales']) &&
      one['locales'].every(isLocale),
  );

const isPagination = (value: unknown): boolean =>
  isRecord(value) && Object.keys(value).join() === 'maxTotalHits' && Number.isInteger(value['maxTotalHits']);

const isEmbedder = (value: unknown): boolean =>
  value === null ||
  (isRecord(value) &&
    Object.keys(value).sort().join() === 'dimensions,source' &&
    value['source'] === 'userProvided' &&
    Number.isInteger(value['dimensions']));

const isEmbedders = (value: unknown): boolean => isRecord(value) && Object.values(value).every(isEmbedder);

/** Settings of 1.13 that the product may send, each with the values it takes. */
const known: Readonly<Record<string, (value: unknown) => boolean>> = {
  searchableAttributes: isStrings,
  filterableAttributes: isStrings,
  sortableAttributes: isStrings,
  displayedAttributes: isStrings,
  stopWords: isStrings,
  dictionary: isStrings,
  pagination: isPagination,
  localizedAttributes: isLocalized,
  embedders: isEmbedders,
};

export const defaultSettings: Readonly<Record<string, unknown>> = {
  searchableAttributes: ['*'],
  filterableAttributes: [],
  sortableAttributes: [],
  displayedAttributes: ['*'],
  stopWords: [],
  dictionary: [],
  pagination: { maxTotalHits: 1_000 },
  localizedAttributes: null,
  embedders: {},
};

/** As the server does before it takes the task. */
export function refuseUnknownSettings(settings: Readonly<Record<string, unknown>>): void {
  for (const [name, value] of Object.entries(settings)) {
    const isValid = known[name];
    if (isValid === undefined) throw new Refusal('bad_request', `Unknown field \`${name}\``);
    if (!isValid(value)) throw new Refusal(`invalid_settings`, `${name} cannot be ${JSON.stringify(value)}`);
  }
}
