import { setMaxListeners } from 'node:events';

/** The time that one piece of work has; it stands still while the work waits for its turn. */
export interface Deadline {
  /** Aborts when the time is over, or with the caller's own signal and its reason. */
  readonly signal: AbortSignal;
  /** Whether the time is over; false where the caller gave up before. */
  readonly isOver: boolean;
  /** ms. */
  left(): number;
  /** Runs an action that waits for something of our own, which is nobody's fault. */
  standStill<Result>(action: () => Promise<Result>): Promise<Result>;
  /** Must be called when the work is done. */
  end(): void;
}

/** @param limit ms */
export function createDeadline(limit: number, outer: AbortSignal): Deadline {
  const controller = new AbortController();
  setMaxListeners(0, outer); // a run's signal ends hundreds of deadlines: no leak
  let isOver = false;
  let left = limit;
  let since = performance.now();
  let waiting = 0;
  let timer = startTimer();

  function startTimer(): NodeJS.Timeout {
    return setTimeout(() => {
      isOver = true;
      controller.abort(new Error('the time is over'));
    }, left);
  }
  const giveUp = (): void => controller.abort(outer.reason);
  if (outer.aborted) giveUp();
  else outer.addEventListener('abort', giveUp, { once: true });

  return {
    signal: controller.signal,
    get isOver() {
      return isOver;
    },
    left: () => (waiting > 0 ? left : Math.max(0, left - (performance.now() - since))),
    async standStill(action) {
      if (waiting === 0) {
        clearTimeout(timer);
        left = Math.max(0, left - (performance.now() - since));
      }
      waiting += 1;
      try {
        return await action();
      } finally {
        waiting -= 1;
        if (waiting === 0) {
          since = performance.now();
          timer = startTimer();
        }
      }
    },
    end() {
      clearTimeout(timer);
      outer.removeEventListener('abort', giveUp);
    },
  };
}
