import { Semaphore } from 'async-mutex';
import pLimit from 'p-limit';

/** Runs an action when a place is free; `weight` is how many places it takes. */
export type Limiter = <Result>(action: () => Promise<Result>, weight?: number) => Promise<Result>;

/** So many at once, first come first served. */
export function createLimiter(places: number): Limiter {
  const limit = pLimit(places);
  return (action) => limit(action);
}

/** So many places at once; heavy actions take several, and at most all of them. */
export function createWeightedLimiter(places: number): Limiter {
  const semaphore = new Semaphore(places);
  return (action, weight = 1) =>
    semaphore.runExclusive(() => action(), Math.min(places, Math.max(1, Math.ceil(weight))));
}
