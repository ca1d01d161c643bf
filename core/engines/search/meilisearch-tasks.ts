import {
  type EnqueuedTask,
  type Meilisearch,
  MeilisearchApiError,
  MeilisearchTaskTimeOutError,
} from 'meilisearch';
import { DomainError, isAbort, PermanentError, TransientError } from '../../model/errors.ts';

/** Tasks run one after another on the whole server, so a bulk import may be in front of ours. */
const taskTimeoutMs = 10 * 60_000;
const pollMs = 50;

/** A write that the server took and then refused. `code` is from Meilisearch's list of error codes. */
export class FailedTask extends Error {
  override readonly name = 'FailedTask';
  readonly code: string;
  constructor(code: string, message: string) {
    super(message);
    this.code = code;
  }
}

/** The number of a task that the server has taken, in its order. */
export async function enqueue(
  task: PromiseLike<Pick<EnqueuedTask, 'taskUid'>>,
  signal: AbortSignal | undefined,
): Promise<number> {
  return (await unlessAborted(Promise.resolve(task), signal)).taskUid;
}

/** Waits until the write is searchable. Waiting resolves for failed tasks too, so the status decides. */
export async function finish(
  client: Meilisearch,
  taskUid: number,
  signal: AbortSignal | undefined,
  acceptedCodes: readonly string[] = [],
): Promise<void> {
  const wait = client.tasks.waitForTask(taskUid, { timeout: taskTimeoutMs, interval: pollMs });
  const done = await unlessAborted(wait, signal);
  const code = done.error?.code ?? done.status;
  if (done.status === 'succeeded' || acceptedCodes.includes(code)) return;
  throw new FailedTask(code, done.error?.message ?? `The task was ${done.status}.`);
}

/** Translates whatever the client throws into the port's errors. */
export async function translated<T>(signal: AbortSignal | undefined, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (cause) {
    if (signal?.aborted) throw signal.reason;
    if (isOurs(cause) || isAbort(cause)) throw cause;
    throw toPortError(cause);
  }
}

const isOurs = (cause: unknown): boolean =>
  cause instanceof DomainError || cause instanceof PermanentError || cause instanceof TransientError;

function toPortError(cause: unknown): Error {
  const code = codeOf(cause);
  if (code === 'index_not_found')
    return new TransientError('The search index is missing; it is being built again.', { cause });
  if (code === 'invalid_api_key' || code === 'missing_authorization_header')
    return new PermanentError('The search server refuses the key it was given.', { cause });
  if (cause instanceof MeilisearchTaskTimeOutError)
    return new TransientError('The search server has not finished indexing in time.', { cause });
  return new TransientError('The search server does not answer as it should.', { cause });
}

export function codeOf(error: unknown): string | undefined {
  if (error instanceof FailedTask) return error.code;
  return error instanceof MeilisearchApiError ? error.cause?.code : undefined;
}

/** The client cannot be told to stop what is no search, so we stop listening to it. */
export async function unlessAborted<T>(work: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  if (signal === undefined) return work;
  signal.throwIfAborted();
  let stop = () => {};
  const stopped = new Promise<never>((_, reject) => {
    stop = () => reject(signal.reason);
  });
  signal.addEventListener('abort', stop, { once: true });
  return Promise.race([work, stopped]).finally(() => signal.removeEventListener('abort', stop));
}
