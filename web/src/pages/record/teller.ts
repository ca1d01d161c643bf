/** Tells somebody what was said last: one request at a time, so that no older word arrives after a newer one. */
export interface Teller {
  /** There is something new. */
  touch(): void;
  /** Resolves once everything was told; rejects with what `send` rejects with, and then it is still to be told. */
  tell(): Promise<void>;
}

export function openTeller(send: () => Promise<unknown>): Teller {
  let isTold = true;
  let last: Promise<void> = Promise.resolve();
  const sendNews = async () => {
    if (isTold) return;
    isTold = true;
    try {
      await send();
    } catch (error) {
      isTold = false;
      throw error;
    }
  };
  return {
    touch() {
      isTold = false;
    },
    tell() {
      last = last.then(sendNews, sendNews);
      return last;
    },
  };
}
