import { setMaxListeners } from 'node:events';

/** Ctrl-C and SIGTERM as a signal that a run ends by; a second one ends the process at once. */
export interface Interruption {
  readonly signal: AbortSignal;
  /** Stops listening, so that the process can end. */
  release(): void;
}

export function createInterruption(onFirst: () => void): Interruption {
  const controller = new AbortController();
  setMaxListeners(0, controller.signal); // every stage of every image under way listens
  const onSignal = (): void => {
    if (controller.signal.aborted) process.exit(130);
    onFirst();
    controller.abort();
  };
  process.on('SIGINT', onSignal);
  process.on('SIGTERM', onSignal);
  return {
    signal: controller.signal,
    release() {
      process.off('SIGINT', onSignal);
      process.off('SIGTERM', onSignal);
    },
  };
}
