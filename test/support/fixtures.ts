import { fileURLToPath } from 'node:url';

const fixture = (path: string): string => fileURLToPath(new URL(`../fixtures/${path}`, import.meta.url));

/** A file of `test/fixtures/media`. */
export const mediaFixture = (name: string): string => fixture(`media/${name}`);

/** A recording of `test/fixtures/odd`. */
export const oddFixture = (name: string): string => fixture(`odd/${name}`);

/** A recording of `test/fixtures/talks`. */
export const talkFixture = (name: string): string => fixture(`talks/${name}`);

/** A file of `test/fixtures/captions`. */
export const captionsFixture = (name: string): string => fixture(`captions/${name}`);

/** Any file below `test/fixtures`. */
export const anyFixture = (path: string): string => fixture(path);
