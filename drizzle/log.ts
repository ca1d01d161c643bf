import type { Logger } from 'pino';

/** The part of a pino logger that is used here; a request's and a job's logger fit as well. */
export type Log = Pick<Logger, 'debug' | 'info' | 'warn' | 'error'>;
