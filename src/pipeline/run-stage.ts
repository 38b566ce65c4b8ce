import { ImgferryError } from '../core/errors.js';
import type { Emit } from '../core/events.js';
import type { Stage } from '../core/stage.js';
import { createDeadline } from '../lib/deadline.js';
import type { Limiter } from '../lib/limiter.js';
import { backoff, retry } from '../lib/retry.js';

export interface StageRun {
  /** The image's address, for events. */
  readonly url: string;
  readonly limit: Limiter;
  readonly weight?: number;
  /** Longest time in ms for one try; over it RESPONSE_TIMEOUT. */
  readonly timeLimit: number;
  readonly signal: AbortSignal;
  readonly emit: Emit;
}

const attempts = 4; // the first, and three more for what can succeed

/** Runs a stage once a place is free: with its time limit, with retries (a place is held only while it works), told in events. */
export async function runStage<Input, Output>(
  stage: Stage<Input, Output>,
  input: Input,
  run: StageRun,
): Promise<Output> {
  const work = (): Promise<Output> => {
    run.emit({ type: 'stage-started', stage: stage.name, url: run.url });
    return withTimeLimit(stage, input, run);
  };
  return retry(() => run.limit(work, run.weight), {
    attempts,
    signal: run.signal,
    delayFor: backoff,
    onRetry: (error, attempt, delay) =>
      run.emit({ type: 'retrying', url: run.url, error: error.toReport(), attempt, delay }),
  });
}

async function withTimeLimit<Input, Output>(stage: Stage<Input, Output>, input: Input, run: StageRun): Promise<Output> {
  run.signal.throwIfAborted();
  const clock = createDeadline(run.timeLimit, run.signal);
  try {
    return await stage.run(input, { signal: clock.signal });
  } catch (error) {
    if (!clock.isOver || run.signal.aborted || error instanceof ImgferryError) throw error;
    const facts = { url: run.url, phase: stage.name, ms: run.timeLimit };
    throw new ImgferryError('RESPONSE_TIMEOUT', facts, { cause: error });
  } finally {
    clock.end();
  }
}
