import { setMaxListeners } from 'node:events';
import type { RunEvent } from '../core/events.js';
import type { UseCaseContext } from './context.js';

/** A run under way: its events one by one, as they come, and what it gives back in the end. */
export interface FollowedRun<Result> extends AsyncIterable<RunEvent> {
  /** Settles when the run has ended, whether or not anybody reads its events. */
  readonly finished: Promise<Result>;
}

/**
 * Starts a use case and lets its events be read in a loop. Leaving the loop before its end interrupts the run, as the
 * context's signal does: what was begun is ended, what was done is kept.
 *
 * @param context its own listener is told too
 */
export function follow<Result>(
  useCase: (context: UseCaseContext) => Promise<Result>,
  context: UseCaseContext,
): FollowedRun<Result> {
  const left = new AbortController();
  const signal = AbortSignal.any([context.signal, left.signal]);
  setMaxListeners(0, signal); // every stage of every image under way listens
  const waiting: RunEvent[] = [];
  let wake = (): void => undefined;
  let isOver = false;
  const emit: UseCaseContext['emit'] = (event) => {
    context.emit(event);
    waiting.push({ at: context.now(), ...event });
    wake();
  };
  const finished = useCase({ ...context, signal, emit }).finally(() => {
    isOver = true;
    wake();
  });
  finished.catch(() => undefined); // whoever reads the events, or awaits it, gets the error

  return {
    finished,
    async *[Symbol.asyncIterator]() {
      try {
        for (;;) {
          yield* waiting.splice(0);
          if (waiting.length > 0) continue;
          if (isOver) break;
          await new Promise<void>((resolve) => {
            wake = resolve;
          });
        }
        await finished;
      } finally {
        if (!isOver) left.abort();
      }
    },
  };
}
