import { Worker } from 'node:worker_threads';
import type { ScorerResult, ScorerTask } from './scorer-task.js';

export interface TaskThreads {
  /** Rejects with the signal's reason when it is aborted; a task that runs is then finished for nobody. */
  run(task: ScorerTask, signal: AbortSignal): Promise<ScorerResult>;
  close(): Promise<void>;
}

interface Waiting {
  readonly task: ScorerTask;
  readonly settle: (result: ScorerResult) => void;
  readonly fail: (error: unknown) => void;
}

/** So many threads, each with one task at a time, first come first served; idle ones keep no process alive. */
export function startThreads(file: URL, threads: number): TaskThreads {
  const idle: Worker[] = [];
  const busy = new Map<Worker, Waiting>();
  const queue: Waiting[] = [];

  function startNext(): void {
    if (queue.length === 0) return;
    const worker = idle.pop() ?? (busy.size < threads ? openWorker() : undefined);
    const next = worker && queue.shift();
    if (!worker || !next) return;
    busy.set(worker, next);
    worker.ref();
    worker.postMessage(next.task);
  }

  function openWorker(): Worker {
    const worker = new Worker(file, { execArgv: [] }); // the flags that this process was started with are not for it
    const leave = (error: unknown): void => {
      idle.splice(0, idle.length, ...idle.filter((other) => other !== worker));
      busy.get(worker)?.fail(error);
      busy.delete(worker);
      startNext();
    };
    worker.on('message', (result: ScorerResult) => {
      busy.get(worker)?.settle(result);
      busy.delete(worker);
      worker.unref();
      idle.push(worker);
      startNext();
    });
    worker.on('error', leave);
    worker.on('exit', () => leave(new Error('a thread of the scorer ended')));
    return worker;
  }

  return {
    run: (task, signal) =>
      new Promise((resolve, reject) => {
        const stop = (): void => {
          queue.splice(0, queue.length, ...queue.filter((other) => other !== waiting));
          reject(signal.reason);
        };
        const done =
          <Value>(tell: (value: Value) => void) =>
          (value: Value): void => {
            signal.removeEventListener('abort', stop);
            tell(value);
          };
        const waiting: Waiting = { task, settle: done(resolve), fail: done(reject) };
        signal.addEventListener('abort', stop, { once: true });
        queue.push(waiting);
        startNext();
      }),
    close: async () => {
      queue.length = 0;
      await Promise.all([...idle, ...busy.keys()].map((worker) => worker.terminate()));
    },
  };
}
