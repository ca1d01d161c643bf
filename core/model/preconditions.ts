/** What identifies a version of a representation. */
export interface Validators {
  /** With its quotes, and strong: the same tag means the same bytes. */
  readonly etag: string;
  /** The bytes have not changed since, also not within the same second. */
  readonly modifiedAt: Date;
}

/** The conditional headers of a GET or HEAD, as they came. */
export interface Conditions {
  readonly 'if-match'?: string | undefined;
  readonly 'if-none-match'?: string | undefined;
  readonly 'if-modified-since'?: string | undefined;
  readonly 'if-unmodified-since'?: string | undefined;
  readonly 'if-range'?: string | undefined;
}

/** What the conditions make of a GET or HEAD, in the order of RFC 9110 13.2.2: 200 or 206, 304, or 412. */
export function checkPreconditions(
  conditions: Conditions,
  current: Validators,
): 'send' | 'not-modified' | 'failed' {
  const tags = conditions['if-match'];
  const unmodifiedSince = parseHttpDate(conditions['if-unmodified-since']);
  if (tags !== undefined) {
    if (!listsTag(tags, current.etag)) return 'failed';
  } else if (unmodifiedSince !== null && secondsOf(current.modifiedAt) > unmodifiedSince) return 'failed';
  const known = conditions['if-none-match'];
  // Any tag of these bytes will do here, weak ones too (RFC 9110 13.1.2).
  if (known !== undefined)
    return listsTag(known.replaceAll('W/"', '"'), current.etag) ? 'not-modified' : 'send';
  const since = parseHttpDate(conditions['if-modified-since']);
  return since !== null && secondsOf(current.modifiedAt) <= since ? 'not-modified' : 'send';
}

/**
 * Whether a `Range` still means these bytes (RFC 9110 13.1.5): a weak tag never does, a date only when it is the
 * very one that was sent.
 */
export function isRangeCurrent({ 'if-range': given }: Conditions, { etag, modifiedAt }: Validators): boolean {
  return given === undefined || given === etag || given === modifiedAt.toUTCString();
}

/** Whether `If-Match` or `If-None-Match` names this tag; a weak one is no match (RFC 9110 13.1.1). */
export const listsTag = (header: string, etag: string) =>
  header.split(',').some((tag) => tag.trim() === '*' || tag.trim() === etag);

const secondsOf = (instant: Date) => Math.floor(instant.getTime() / 1000);

const httpDate =
  /^(?:[A-Z][a-z]{2}, \d\d [A-Z][a-z]{2} \d{4}|[A-Z][a-z]{5,8}, \d\d-[A-Z][a-z]{2}-\d\d) \d\d:\d\d:\d\d GMT$/;
const ansiCDate = /^[A-Z][a-z]{2} [A-Z][a-z]{2} [ \d]\d \d\d:\d\d:\d\d \d{4}$/;

/** Seconds since 1970 of any of the three forms of RFC 9110 5.6.7; `null`: it is none, and to be ignored. */
function parseHttpDate(text: string | undefined): number | null {
  if (text === undefined) return null;
  if (!httpDate.test(text) && !ansiCDate.test(text)) return null;
  const ms = Date.parse(text.endsWith('GMT') ? text : `${text} GMT`);
  return Number.isNaN(ms) ? null : ms / 1000;
}
