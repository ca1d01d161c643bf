/** `crypto.subtle` takes a file as a whole; a larger one would cost its size in memory. */
const maxBytes = 64 * 2 ** 20;

/**
 * Hex SHA-256 of a small file, so that the server knows a recording it has before anything is sent. `null`: too
 * large, or a page over plain HTTP, where browsers hash nothing; then the server finds out afterwards.
 */
export async function sha256Of(file: File): Promise<string | null> {
  if (file.size > maxBytes || !globalThis.isSecureContext) return null;
  const digest = await crypto.subtle.digest('SHA-256', await file.arrayBuffer());
  return [...new Uint8Array(digest)].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}
