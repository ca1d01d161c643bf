import { pino } from 'pino';

/** For code under test whose log nobody reads. */
export const silentLog = pino({ level: 'silent' });
