/**
 * Pieces of recordings that have not arrived yet, kept in the browser's database until they have: what is there when
 * the tab crashes. Everything here may fail (private windows, a full disk); then less is kept, and nothing else.
 */
export interface KeptPieces {
  /** `end`: the offset behind it. */
  put(url: string, end: number, blob: Blob): void;
  /** All before the offset has arrived. */
  dropUntil(url: string, offset: number): void;
  /** What is there from the offset on, as far as it hangs together. */
  restOf(url: string, offset: number): Promise<Blob>;
}

const store = 'pieces';
type Key = [url: string, end: number];

const everythingOf = (url: string, from = 0, to = Number.MAX_SAFE_INTEGER) =>
  IDBKeyRange.bound([url, from] satisfies Key, [url, to] satisfies Key);

export function openKeptPieces(): KeptPieces {
  const opening = open();
  const write = (work: (pieces: IDBObjectStore) => void) =>
    void opening
      .then((database) => work(database.transaction(store, 'readwrite').objectStore(store)))
      .catch(() => undefined);
  return {
    put: (url, end, blob) => write((pieces) => void pieces.put(blob, [url, end] satisfies Key)),
    dropUntil: (url, offset) => write((pieces) => void pieces.delete(everythingOf(url, 0, offset))),
    async restOf(url, offset) {
      try {
        const pieces = (await opening).transaction(store).objectStore(store);
        const [keys, blobs] = await Promise.all([
          resultOf(pieces.getAllKeys(everythingOf(url, offset + 1))),
          resultOf<unknown[]>(pieces.getAll(everythingOf(url, offset + 1))),
        ]);
        return joined(keys, blobs, offset);
      } catch {
        return new Blob([]);
      }
    },
  };
}

function joined(keys: readonly IDBValidKey[], blobs: readonly unknown[], offset: number): Blob {
  const parts: Blob[] = [];
  let at = offset;
  for (const [index, blob] of blobs.entries()) {
    const key = keys[index];
    const end = Array.isArray(key) ? Number(key[1]) : Number.NaN;
    if (!(blob instanceof Blob) || !(end - blob.size <= at)) break;
    parts.push(blob.slice(at - (end - blob.size)));
    at = end;
  }
  return new Blob(parts);
}

async function open(): Promise<IDBDatabase> {
  const request = indexedDB.open('recordings', 1);
  request.addEventListener('upgradeneeded', () => request.result.createObjectStore(store));
  return resultOf(request);
}

function resultOf<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.addEventListener('success', () => resolve(request.result));
    request.addEventListener('error', () => reject(request.error ?? new Error('The browser keeps nothing.')));
  });
}
