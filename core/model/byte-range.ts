/** First and last byte, both included (RFC 9110 14.1.2). */
export interface ByteRange {
  readonly start: number;
  readonly end: number;
}

/** What of a representation a client asked for; `parts` has at least one, no two of which overlap or touch. */
export type RangeAnswer =
  | { readonly kind: 'whole' }
  | { readonly kind: 'parts'; readonly parts: readonly ByteRange[] }
  | { readonly kind: 'unsatisfiable' };

/** Each part opens the file once. Who asks for more at once is broken or means harm (RFC 9110 14.2). */
export const mostParts = 32;

/**
 * Reads a `Range` header for a representation of `sizeBytes` (RFC 9110 14.2). What is not a valid set of byte
 * ranges is ignored, as is one of too many parts; ranges that overlap or touch become one (15.3.7.2), in the
 * place of the first of them.
 */
export function parseRange(header: string | undefined, sizeBytes: number): RangeAnswer {
  const set = /^bytes=(.*)$/i.exec(header ?? '')?.[1];
  // Empty elements of a list mean nothing (RFC 9110 5.6.1.2).
  const specs = (set?.split(',') ?? []).map((spec) => spec.trim()).filter((spec) => spec !== '');
  const ranges = specs.map((spec) => readSpec(spec, sizeBytes));
  if (ranges.length === 0 || ranges.includes('invalid')) return { kind: 'whole' };
  const parts = coalesce(ranges.filter((range) => typeof range !== 'string'));
  if (parts.length === 0) return { kind: 'unsatisfiable' };
  return parts.length > mostParts ? { kind: 'whole' } : { kind: 'parts', parts };
}

function readSpec(spec: string, sizeBytes: number): ByteRange | 'invalid' | 'unsatisfiable' {
  const [, first = '', last = ''] = /^(\d*)-(\d*)$/.exec(spec) ?? [];
  if (first === '' && last === '') return 'invalid';
  if (first !== '' && last !== '' && Number(last) < Number(first)) return 'invalid';
  // A number too large for us is `Infinity`, which is past the end of any file.
  const start = first === '' ? Math.max(0, sizeBytes - Number(last)) : Number(first);
  const end = first === '' || last === '' ? sizeBytes - 1 : Math.min(Number(last), sizeBytes - 1);
  return start < sizeBytes ? { start, end } : 'unsatisfiable';
}

function coalesce(ranges: readonly ByteRange[]): ByteRange[] {
  const merged: (ByteRange & { readonly asked: number })[] = [];
  const byStart = ranges.map((range, asked) => ({ ...range, asked })).sort((a, b) => a.start - b.start);
  for (const next of byStart) {
    const last = merged.at(-1);
    if (!last || next.start > last.end + 1) merged.push(next);
    else
      merged[merged.length - 1] = {
        start: last.start,
        end: Math.max(last.end, next.end),
        asked: Math.min(last.asked, next.asked),
      };
  }
  return merged.sort((a, b) => a.asked - b.asked).map(({ start, end }) => ({ start, end }));
}
