import OpenAI from 'openai';
import { isAbort, PermanentError, RetryAfterError, TransientError } from '../model/errors.ts';

export interface ServiceName {
  /** As people call it, such as `transcription server`. */
  readonly service: string;
  readonly model: string;
  /** The setting that names the model. */
  readonly modelSetting: string;
}

const maxDelaySeconds = 3600;
const checkTimeoutMs = 10_000;

/** Rejects when the server cannot be reached or refuses the key. Servers without a list of models are fine. */
export async function checkReachable(
  client: OpenAI,
  name: ServiceName,
  signal = AbortSignal.timeout(checkTimeoutMs),
): Promise<void> {
  try {
    await client.models.list({ signal, timeout: checkTimeoutMs, maxRetries: 0 });
  } catch (cause) {
    if (cause instanceof OpenAI.NotFoundError || (cause instanceof OpenAI.APIError && cause.status === 405))
      return;
    throw toPortError(cause, signal, name);
  }
}

/**
 * Turns what the `openai` client throws into the port's errors; an abort is given back as it is.
 * The messages are for champions and say what an admin has to do; the server's own words stay in `cause`.
 */
export function toPortError(cause: unknown, signal: AbortSignal, name: ServiceName): unknown {
  if (isAbort(cause, signal)) return signal.reason ?? cause;
  if (cause instanceof PermanentError || cause instanceof RetryAfterError || cause instanceof TransientError)
    return cause;
  if (!(cause instanceof OpenAI.APIError) || cause.status === undefined)
    return new TransientError(`The ${name.service} could not be reached or broke off its answer.`, { cause });
  const told = permanentMessage(cause, name);
  if (told) return new PermanentError(told, { cause });
  const delaySeconds = retryAfterSeconds(cause.headers);
  if (delaySeconds !== null && (cause.status === 429 || cause.status === 503))
    return new RetryAfterError(`The ${name.service} is busy.`, delaySeconds, { cause });
  return new TransientError(`The ${name.service} answered ${cause.status}.`, { cause });
}

/** Statuses that pass by themselves: time-outs, conflicts, too early, too many, and the server's own trouble. */
const passing: readonly number[] = [408, 409, 425, 429];

function permanentMessage(error: InstanceType<typeof OpenAI.APIError>, name: ServiceName): string | null {
  const { service, model, modelSetting } = name;
  const status: number = error.status ?? 500;
  if (error.code === 'insufficient_quota')
    return `The ${service}'s account has no credit left. An admin has to top it up.`;
  if (status >= 500 || passing.includes(status)) return null;
  switch (status) {
    case 401:
      return `The ${service} refused the key. An admin has to set OPENAI_API_KEY.`;
    case 403:
      return `The ${service} does not let this key use ${model}. An admin has to check OPENAI_API_KEY and ${modelSetting}.`;
    case 404:
      return `The ${service} does not know ${model}. An admin has to check OPENAI_BASE_URL and ${modelSetting}.`;
    case 413:
      return `The ${service} takes no uploads of this size. An admin has to raise its limit.`;
    case 415:
      return `The ${service} does not take this kind of file. An admin has to check OPENAI_BASE_URL and ${modelSetting}.`;
    default:
      return `The ${service} could not work with this request (${status}). An admin finds its reason in the log.`;
  }
}

/** `Retry-After` as seconds or a date (RFC 9110 10.2.3), from 1 s to an hour; `null` when there is none. */
export function retryAfterSeconds(headers: Headers | undefined, now = Date.now()): number | null {
  const value = headers?.get('retry-after')?.trim();
  if (!value) return null;
  const seconds = /^\d+(\.\d+)?$/.test(value) ? Number(value) : (Date.parse(value) - now) / 1000;
  return Number.isFinite(seconds) ? Math.min(maxDelaySeconds, Math.max(1, seconds)) : null;
}
