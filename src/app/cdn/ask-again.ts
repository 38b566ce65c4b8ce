import { retry } from '../../lib/retry.js';
import type { UseCaseContext } from '../context.js';

/** Asks a provider for something that costs nothing, again where it is throttled or its answer was lost. */
export function askAgain<Result>(ask: () => Promise<Result>, { emit, signal }: UseCaseContext): Promise<Result> {
  return retry(ask, {
    attempts: 4,
    signal,
    onRetry: (error, attempt, delay) => emit({ type: 'retrying', url: 'cdn', error: error.toReport(), attempt, delay }),
  });
}
