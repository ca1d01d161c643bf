/** What this browser knows of a recording that has not ended yet. */
export interface Kept {
  readonly url: string;
  readonly startedAt: string;
  /** How much of it was recorded when it was last heard of. */
  readonly seconds: number;
  /** What was said of it, as `UploadAbout` in JSON: the server may not know of it yet. */
  readonly said: string;
}

type Shelf = Pick<Storage, 'getItem' | 'setItem' | 'removeItem' | 'key' | 'length'>;

const prefix = 'recording:';

export function keep(shelf: Shelf, { url, ...rest }: Kept): void {
  shelf.setItem(prefix + url, JSON.stringify(rest));
}

export function forget(shelf: Shelf, url: string): void {
  shelf.removeItem(prefix + url);
}

/** Whether a recording was begun in this browser. */
export const isKept = (shelf: Shelf, url: string): boolean => shelf.getItem(prefix + url) !== null;

/** All of them, the one that was begun last first. */
export function listKept(shelf: Shelf): readonly Kept[] {
  const keys = Array.from({ length: shelf.length }, (_, at) => shelf.key(at) ?? '');
  return keys
    .filter((key) => key.startsWith(prefix))
    .flatMap((key) => read(key.slice(prefix.length), shelf.getItem(key)))
    .sort((a, b) => b.startedAt.localeCompare(a.startedAt));
}

function read(url: string, text: string | null): Kept[] {
  try {
    const { startedAt, seconds, said } = JSON.parse(text ?? '');
    const isWhole = typeof startedAt === 'string' && typeof seconds === 'number' && typeof said === 'string';
    return isWhole ? [{ url, startedAt, seconds, said }] : [];
  } catch {
    return [];
  }
}

/** Says to other tabs that a recording is still going on here; the browser forgets it with the tab. */
export function claim(url: string, signal: AbortSignal): void {
  const untilEnded = () => new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve()));
  void navigator.locks.request(prefix + url, untilEnded);
}

/** Addresses of the recordings that go on in some tab. */
export async function claimed(): Promise<readonly string[]> {
  const { held = [] } = await navigator.locks.query();
  return held.flatMap(({ name = '' }) => (name.startsWith(prefix) ? [name.slice(prefix.length)] : []));
}
