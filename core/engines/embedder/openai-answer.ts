import { z } from 'zod';
import { TransientError } from '../../model/errors.ts';

const Answer = z.object({
  data: z.array(z.object({ index: z.int().min(0), embedding: z.union([z.string(), z.array(z.number())]) })),
});

/**
 * Vectors in the order of their texts, of length 1. Each is a list of numbers, or base64 of little-endian 32-bit
 * floats; servers give what they know, whatever was asked for. TransientError for anything else.
 */
export function readVectors(answer: unknown, count: number): Float32Array[] {
  const parsed = Answer.safeParse(answer);
  if (!parsed.success) throw unusable(parsed.error);
  const given = [...parsed.data.data].sort((a, b) => a.index - b.index);
  if (given.length !== count || given.some(({ index }, at) => index !== at)) throw unusable();
  return given.map(({ embedding }) => toUnitLength(decode(embedding)));
}

function decode(embedding: string | readonly number[]): Float32Array {
  if (typeof embedding !== 'string') return Float32Array.from(embedding);
  const bytes = Buffer.from(embedding, 'base64');
  const vector = new Float32Array(Math.floor(bytes.length / 4));
  for (let at = 0; at < vector.length; at += 1) vector[at] = bytes.readFloatLE(at * 4);
  return vector;
}

/** The direction alone says what is meant; not every server gives vectors of length 1. */
function toUnitLength(vector: Float32Array): Float32Array {
  const length = Math.hypot(...vector);
  if (!(length > 0) || !Number.isFinite(length)) throw unusable();
  return vector.map((value) => value / length);
}

const unusable = (cause?: unknown): TransientError =>
  new TransientError('The embedding server gave no usable vectors.', { cause });
