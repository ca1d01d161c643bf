import type { TranscriptVersion } from '../../../../../core/api/transcripts.ts';

/** Whoever has saved since: by name, oneself in another window, or nobody who is known. */
export type Changer =
  | { readonly kind: 'others'; readonly names: string }
  | { readonly kind: 'self' | 'unknown' };

/**
 * Who may have changed a line that was written into on the version `since`. One's own versions count only where there
 * are no others: what waited here is saved after it.
 */
export function whoChanged(
  versions: readonly Pick<TranscriptVersion, 'version' | 'author'>[],
  since: number | null,
  myId: string | undefined,
): Changer {
  if (since === null) return { kind: 'unknown' };
  const authors = versions.filter(({ version }) => version > since).map(({ author }) => author);
  const others = authors.filter((author) => author !== null && author.id !== myId);
  if (others.length > 0)
    return { kind: 'others', names: [...new Set(others.map((author) => author?.name))].join(' or ') };
  return { kind: authors.length > 0 && !authors.includes(null) ? 'self' : 'unknown' };
}
