import { customType, timestamp } from 'drizzle-orm/pg-core';

/** An instant, read as `Date`, kept in UTC to the millisecond: what a cursor says of a row equals the row. */
export const instant = (name: string) => timestamp(name, { withTimezone: true, mode: 'date', precision: 3 });

/** Postgres' `tsvector`; written through SQL, never read. */
export const tsvector = customType<{ data: string }>({ dataType: () => 'tsvector' });

/** Text compared byte by byte, so that a prefix is a range of the index. */
export const textC = customType<{ data: string }>({ dataType: () => 'text collate "C"' });

/** Bytes as they are. */
export const bytes = customType<{ data: Buffer }>({ dataType: () => 'bytea' });

/** Any number of bits, as ones and zeros. */
export const bits = customType<{ data: string }>({ dataType: () => 'bit varying' });
