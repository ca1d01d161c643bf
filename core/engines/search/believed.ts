/** What was found out is believed for so long. */
const believedMs = 30_000;

/** Remembers an answer for a while, until it is told to forget; failures are not remembered. */
export function believed<T>(find: (signal: AbortSignal | undefined) => Promise<T>) {
  let known: { readonly value: T; readonly until: number } | undefined;
  return {
    async get(signal: AbortSignal | undefined): Promise<T> {
      if (known && performance.now() < known.until) return known.value;
      const value = await find(signal);
      known = { value, until: performance.now() + believedMs };
      return value;
    },
    forget() {
      known = undefined;
    },
  };
}
