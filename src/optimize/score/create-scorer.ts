import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { PixelComparison, PixelPair } from './compare-pixels.js';
import { runTask, type ScorerResult, type ScorerTask } from './scorer-task.js';
import { startThreads, type TaskThreads } from './task-threads.js';

/** Does the work that would hold up everything else, in threads of its own. */
export interface Scorer {
  /** How much a picture looks like its source. */
  compare(pair: PixelPair, options: { readonly signal: AbortSignal }): Promise<PixelComparison>;
  /** Packs a PNG anew, every pixel kept. */
  packPng(png: Uint8Array, level: number, options: { readonly signal: AbortSignal }): Promise<Uint8Array>;
  /** Ends the threads; what still runs is rejected. */
  close(): Promise<void>;
}

export interface ScorerOptions {
  /** 0: all is done in the calling thread. */
  readonly threads: number;
}

/** Starts no thread before the first task. */
export function createScorer({ threads }: ScorerOptions): Scorer {
  let pool: TaskThreads | undefined;
  async function run(task: ScorerTask, signal: AbortSignal): Promise<ScorerResult> {
    signal.throwIfAborted();
    if (threads === 0 || !hasWorkerFile()) return runTask(task);
    pool ??= startThreads(workerFile, threads);
    return pool.run(task, signal);
  }
  return {
    async compare(pair, { signal }) {
      const done = await run({ kind: 'compare', pair }, signal);
      if (done.kind !== 'compare') throw new Error('the scorer answered another question');
      return done.comparison;
    },
    async packPng(png, level, { signal }) {
      const done = await run({ kind: 'pack-png', png, level }, signal);
      if (done.kind !== 'pack-png') throw new Error('the scorer answered another question');
      return done.png;
    },
    close: async () => pool?.close(),
  };
}

const workerFile = new URL('./score-worker.js', import.meta.url);

/** There is none beside the sources, which a test runner loads one by one. */
const hasWorkerFile = (): boolean => existsSync(fileURLToPath(workerFile));
