import { Semaphore } from 'async-mutex';

/** Bytes that may be in memory at once, shared by all who read. */
export interface ByteBudget {
  /**
   * Waits until so many are free, and takes them in one go: whoever took some never waits for more.
   *
   * @param bytes rounded up to 256 KiB; more than there are in all: all of them
   * @returns gives them back
   * @throws the signal's reason
   */
  reserve(bytes: number, signal: AbortSignal): Promise<() => void>;
}

/** What room is counted in: a semaphore looks at every unit that is free whenever one is given back. */
const unit = 256 * 1024;

export function createByteBudget(total: number): ByteBudget {
  const units = Math.ceil(total / unit);
  const semaphore = new Semaphore(units);
  return {
    async reserve(bytes, signal) {
      signal.throwIfAborted();
      let isGivenUp = false;
      const taken = semaphore.acquire(Math.min(units, Math.max(1, Math.ceil(bytes / unit)))).then(([, release]) => {
        if (isGivenUp) release(); // its turn came when nobody waited any more
        return release;
      });
      let giveUp = (): void => undefined;
      const givenUp = new Promise<never>((_, reject) => {
        giveUp = () => {
          isGivenUp = true;
          reject(signal.reason);
        };
      });
      signal.addEventListener('abort', giveUp, { once: true });
      try {
        return await Promise.race([taken, givenUp]);
      } finally {
        signal.removeEventListener('abort', giveUp);
      }
    },
  };
}
