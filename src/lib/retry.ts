import { setTimeout as wait } from 'node:timers/promises';
import { ImgferryError } from '../core/errors.js';

export interface RetryOptions {
  /** Calls in all, the first included. */
  readonly attempts: number;
  readonly signal: AbortSignal;
  /** Time in ms before the attempt with this number (from 2). */
  readonly delayFor?: (error: ImgferryError, attempt: number) => number;
  readonly onRetry?: (error: ImgferryError, attempt: number, delay: number) => void;
}

const firstDelay = 250;
const longestDelay = 30_000;

/** Calls again what can succeed (`error.isPassing`) and nothing else; the last error is thrown as it came. */
export async function retry<Result>(
  action: (attempt: number) => Promise<Result>,
  options: RetryOptions,
): Promise<Result> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await action(attempt);
    } catch (error) {
      if (!(error instanceof ImgferryError) || !error.isPassing || attempt >= options.attempts) throw error;
      const delay = (options.delayFor ?? backoff)(error, attempt + 1);
      options.onRetry?.(error, attempt + 1, delay);
      await wait(delay, undefined, { signal: options.signal });
    }
  }
}

/** What the server asked for (`retryAfter`, ms), else doubling from 250 ms, each spread by half, at most 30 s. */
export function backoff(error: ImgferryError, attempt: number): number {
  const asked = error.facts.retryAfter;
  if (typeof asked === 'number') return Math.min(asked, longestDelay);
  const full = Math.min(firstDelay * 2 ** (attempt - 2), longestDelay);
  return full / 2 + Math.random() * (full / 2);
}
