/** Runs one action a key at a time; who comes while it runs waits for it and then runs its own. */
export interface KeyedQueue {
  run<Result>(key: string, action: () => Promise<Result>): Promise<Result>;
}

/** Keeps actions on the same key apart, so that the second sees what the first recorded. */
export function createKeyedQueue(): KeyedQueue {
  const tails = new Map<string, Promise<unknown>>();
  return {
    async run(key, action) {
      const before = tails.get(key);
      const mine = (async () => {
        await before?.catch(() => undefined); // its caller has its error; here only its end counts
        return action();
      })();
      tails.set(key, mine);
      try {
        return await mine;
      } finally {
        if (tails.get(key) === mine) tails.delete(key);
      }
    },
  };
}
