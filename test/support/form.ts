/** A multipart body for `inject`: texts as strings, files as `{ name, bytes }`. */
export async function form(
  parts: readonly (readonly [string, string | { readonly name: string; readonly bytes: Buffer | string }])[],
): Promise<{ payload: Buffer; headers: { 'content-type': string } }> {
  const data = new FormData();
  for (const [name, value] of parts) {
    if (typeof value === 'string') data.append(name, value);
    else data.append(name, new Blob([new Uint8Array(Buffer.from(value.bytes))]), value.name);
  }
  const request = new Request('http://localhost', { method: 'POST', body: data });
  return {
    payload: Buffer.from(await request.arrayBuffer()),
    headers: { 'content-type': request.headers.get('content-type') ?? '' },
  };
}

/** Bytes that pass for an MP4 where only the first ones are looked at; `seed` makes them differ. */
export function fakeRecording(seed = 'a', sizeBytes = 2_000): Buffer {
  const bytes = Buffer.alloc(sizeBytes, seed);
  bytes.write('\0\0\0\x18ftypisom', 0, 'latin1');
  return bytes;
}
