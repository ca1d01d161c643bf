export interface EmbedRequest {
  /** Some models read a question otherwise than a text that may answer it. */
  readonly purpose: 'query' | 'passage';
  /** `Embedder.space`, or the one of an earlier configuration while its vectors are still in use. */
  readonly space: string;
  readonly signal: AbortSignal;
}

/** Of length 1. `null`: there is nothing to say of the text, or the service refuses it at any length. */
export type Embedding = Float32Array | null;

/**
 * Turns texts into vectors: what means the same points the same way. Engines: openai, none.
 * Contract: test/contract/embedder.ts
 */
export interface Embedder {
  readonly name: string;
  /** Names whose vectors may be compared with each other; `null`: there are none, and nothing may be asked. */
  readonly space: string | null;
  /**
   * A vector a text, in order, all of one number of dimensions. Any number of texts: they are asked for in as many
   * requests as the service needs. Throws PermanentError, RetryAfterError or TransientError; an abort passes through.
   */
  embed(texts: readonly string[], request: EmbedRequest): Promise<Embedding[]>;
  /** Rejects with what is missing or unreachable. */
  check(signal?: AbortSignal): Promise<void>;
}
