/** Where the first stretch of media begins: a cluster of WebM (RFC 9559 5.1.3), a `moof` box of MP4 with its size. */
const clusterId = [0x1f, 0x43, 0xb6, 0x75];
const moofName = [0x6d, 0x6f, 0x6f, 0x66];

/** Before it there is the header, or the end of a stretch whose beginning is missing; -1: there is no such place. */
export function mediaStart(bytes: Uint8Array, ending: string): number {
  const isWebm = ending === 'webm';
  const wanted = isWebm ? clusterId : moofName;
  const found = bytes.findIndex((_byte, at) => wanted.every((byte, place) => bytes[at + place] === byte));
  return found === -1 || isWebm ? found : found - 4;
}

/** A stretch begins with each picture that needs no other: every few seconds. */
const searchedBytes = 16 * 2 ** 20;

/**
 * What is left of a recording as one of its own: the header of the whole and what can be played without the rest
 * before it. `beginning` is its first piece, which the header is in.
 */
export async function playableRest(beginning: Blob, rest: Blob, ending: string): Promise<Blob> {
  const bytesOf = async (blob: Blob) => new Uint8Array(await blob.slice(0, searchedBytes).arrayBuffer());
  const header = beginning.slice(0, Math.max(0, mediaStart(await bytesOf(beginning), ending)));
  return new Blob([header, rest.slice(Math.max(0, mediaStart(await bytesOf(rest), ending)))]);
}
