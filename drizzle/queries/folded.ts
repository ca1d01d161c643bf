import { type SQL, sql } from 'drizzle-orm';

/** Text as names are compared: case and the accents of Latin letters aside. */
export const folded = (text: SQL): SQL =>
  sql`regexp_replace(normalize(lower(${text}), NFKD), '[\u0300-\u036f]', '', 'g')`;
