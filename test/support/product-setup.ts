import { build } from '../../server/cli/setup/build.mjs';

/** Builds what the browser tests start, unless it is built from these very sources. */
export const setup = (): Promise<void> => build();
