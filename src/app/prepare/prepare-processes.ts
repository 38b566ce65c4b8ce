import { type ChildProcess, fork } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { ImgferryError } from '../../core/errors.js';
import { sniffFormat } from '../../core/image-format.js';
import type { ImageContent, PreparedImage } from '../../core/stage.js';
import { readHead } from '../../lib/read-head.js';
import { fromChannel, type PrepareAnswer, type PrepareTask } from './prepare-task.js';

/** Prepares pictures in processes of their own: comparing keeps a core busy, and what a decoder leaves behind ends with it. */
export interface PrepareProcesses {
  /**
   * Errors as `prepareImage`; ENCODE_FAILED where the process died over it.
   * Rejects with the signal's reason when it is aborted, and ends the process that was at it.
   */
  run(task: PrepareTask, signal: AbortSignal): Promise<PreparedImage>;
  /** Ends the processes; what still runs is rejected. */
  close(): void;
}

export interface PrepareProcessesOptions {
  /** At most so many; none is started before its first picture. */
  readonly processes: number;
  readonly variables: Readonly<Record<string, string | undefined>>;
}

/** @returns undefined where the program is not built, as in a test that loads its sources */
export function createPrepareProcesses(options: PrepareProcessesOptions): PrepareProcesses | undefined {
  return existsSync(fileURLToPath(processFile)) ? startProcesses(options) : undefined;
}

const processFile = new URL('./prepare-process.js', import.meta.url);

interface Waiting {
  readonly task: PrepareTask;
  readonly settle: (image: PreparedImage) => void;
  readonly fail: (error: unknown) => void;
}

/** One picture each at a time, first come first served; idle ones keep no process alive. */
function startProcesses({ processes, variables }: PrepareProcessesOptions): PrepareProcesses {
  const idle: ChildProcess[] = [];
  const busy = new Map<ChildProcess, Waiting>();
  const queue: Waiting[] = [];

  function startNext(): void {
    if (queue.length === 0) return;
    const child = idle.pop() ?? (busy.size < processes ? open() : undefined);
    const next = child && queue.shift();
    if (!child || !next) return;
    busy.set(child, next);
    child.ref();
    child.channel?.ref();
    child.send(next.task, () => undefined); // a process that is gone says so by its exit
  }

  function open(): ChildProcess {
    const child = fork(fileURLToPath(processFile), {
      env: { ...variables, ...returnsMemory },
      execArgv: ['--expose-gc'],
      serialization: 'advanced',
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    });
    child.on('message', (answer: PrepareAnswer) => {
      const waiting = busy.get(child);
      busy.delete(child);
      child.unref();
      child.channel?.unref();
      idle.push(child);
      if (waiting) settle(waiting, answer);
      startNext();
    });
    const leave = (): void => {
      idle.splice(0, idle.length, ...idle.filter((other) => other !== child));
      const waiting = busy.get(child);
      busy.delete(child);
      waiting?.fail(processDied(waiting.task));
      startNext();
    };
    child.on('error', leave); // it could not be started
    child.on('exit', leave);
    return child;
  }

  return {
    run: (task, signal) =>
      new Promise((resolve, reject) => {
        const stop = (): void => {
          queue.splice(0, queue.length, ...queue.filter((other) => other !== waiting));
          for (const [child, other] of busy) if (other === waiting) child.kill('SIGKILL'); // an encoder can't be told
          reject(signal.reason);
        };
        const done =
          <Value>(tell: (value: Value) => void) =>
          (value: Value): void => {
            signal.removeEventListener('abort', stop);
            tell(value);
          };
        const waiting: Waiting = { task, settle: done(resolve), fail: done(reject) };
        if (signal.aborted) return reject(signal.reason);
        signal.addEventListener('abort', stop, { once: true });
        queue.push(waiting);
        startNext();
      }),
    close() {
      queue.length = 0;
      for (const child of [...idle, ...busy.keys()]) child.kill('SIGKILL');
    },
  };
}

/**
 * glibc keeps what is freed, for each thread: a third of the peak. With few arenas, and large blocks from the system,
 * it goes back at once (mallopt(3)); other C libraries don't know these names.
 */
const returnsMemory = { MALLOC_ARENA_MAX: '2', MALLOC_MMAP_THRESHOLD_: '1048576', UV_THREADPOOL_SIZE: '4' };

function settle({ settle: resolve, fail }: Waiting, answer: PrepareAnswer): void {
  if (answer.kind === 'prepared') resolve(fromChannel(answer.image));
  else fail(answer.kind === 'refused' ? new ImgferryError(answer.error.code, answer.error.facts) : answer.error);
}

function processDied({ image, policy }: PrepareTask): ImgferryError {
  return new ImgferryError('ENCODE_FAILED', { format: formatOf(image.content), target: policy.imageFormat });
}

function formatOf(content: ImageContent): string {
  try {
    return sniffFormat(Buffer.isBuffer(content) ? content : readHead(content.path, 4096)) ?? 'unknown';
  } catch {
    return 'unknown'; // it may be gone by now
  }
}
