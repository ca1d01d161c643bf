/** Seconds before what was searched for at which it is played: a word alone is hard to hear. */
const leadSeconds = 2;

/** Where to play from, in seconds, so that what is said at `seconds` is heard with what leads to it. */
export const withLeadIn = (seconds: number): number => Math.max(0, seconds - leadSeconds);
