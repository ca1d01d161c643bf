/**
 * `Content-Disposition` of a download under the name that a person's file had (RFC 6266): as it was for those who
 * read `filename*` (RFC 8187), else what of it is plain ASCII. `%` is left out there: some decode it (appendix D).
 */
export function attachmentNamed(fileName: string): string {
  const plain = fileName
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .replace(/[^ -~]|["\\%]/gu, '_');
  // Half of a surrogate pair cannot be encoded.
  const encoded = encodeURIComponent(fileName.replace(/\p{Surrogate}/gu, '\u{fffd}'));
  return `attachment; filename="${plain}"; filename*=UTF-8''${encoded.replace(/['()*]/g, escapeChar)}`;
}

const escapeChar = (char: string) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`;
