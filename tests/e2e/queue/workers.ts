import type { ChildProcess } from 'node:child_process';
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { setTimeout as wait } from 'node:timers/promises';
import { onTestFinished } from 'vitest';
import { programPath } from '../../support/run-cli.js';

/** A line of a worker's log, as far as tests look at it. */
export interface LogLine {
  readonly event: string;
  readonly level: string;
  readonly run?: string;
  readonly asset?: string;
  readonly url?: string;
  readonly state?: string;
}

export interface TestWorker {
  readonly child: ChildProcess;
  readonly log: readonly LogLine[];
  /** Resolves with the first line that fits, of those to come and those that came. */
  until(fits: (line: LogLine) => boolean): Promise<LogLine>;
  /** Resolves with the exit code; undefined where a signal ended it. */
  readonly ended: Promise<number | undefined>;
  /** What it said that is no log. */
  readonly said: readonly string[];
}

/** Two workers, of which the first is killed with a job in hand: as soon as it is busy and the second one there. */
export async function killInMidJob(start: () => TestWorker, isBusy: () => boolean): Promise<TestWorker> {
  const victim = start();
  while (!isBusy()) await wait(20);
  const other = start();
  await other.until(({ event }) => event === 'ready');
  victim.child.kill('SIGKILL');
  await victim.ended;
  return other;
}

/** What has to be loaded into a process whose clock shall be wrong (Debian: faketime); undefined: it isn't there. */
const fakeClock = ((): string | undefined => {
  const { stdout } = spawnSync('faketime', ['-f', '+0s', 'printenv', 'LD_PRELOAD'], { encoding: 'utf8' });
  return stdout?.trim() || undefined;
})();

export const hasFaketime = fakeClock !== undefined;

export interface WorkerOptions {
  readonly cwd: string;
  readonly env?: Readonly<Record<string, string>>;
  /** How wrong its clock is: `+600s`. */
  readonly clock?: string;
  /** The network that it is in, where it isn't ours. */
  readonly namespace?: string;
}

/** Starts `imgferry work`; it is killed when the test ends. */
export function startWorker(args: readonly string[], { cwd, env = {}, clock, namespace }: WorkerOptions): TestWorker {
  const wrong = clock === undefined ? {} : { LD_PRELOAD: fakeClock, FAKETIME: clock };
  const command = [process.execPath, programPath, 'work', '--allow-host', '127.0.0.1', ...args];
  const [program = '', ...rest] = namespace === undefined ? command : ['ip', 'netns', 'exec', namespace, ...command];
  const child = spawn(program, rest, {
    cwd,
    env: { PATH: process.env.PATH, HOME: cwd, LANG: 'en_US.UTF-8', ...wrong, ...env },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const log: LogLine[] = [];
  const said: string[] = [];
  const watchers = new Set<() => void>();
  createInterface({ input: child.stderr }).on('line', (text) => {
    if (text.startsWith('{')) log.push(JSON.parse(text) as LogLine);
    else said.push(text);
    for (const look of watchers) look();
  });
  const ended = once(child, 'exit').then(([code]: (number | null)[]) => code ?? undefined);
  onTestFinished(async () => {
    child.kill('SIGKILL');
    await ended;
  });
  return {
    child,
    log,
    said,
    ended,
    until: (fits) =>
      new Promise((resolve, reject) => {
        const look = (): void => {
          const line = log.find(fits);
          if (!line) return;
          watchers.delete(look);
          resolve(line);
        };
        watchers.add(look);
        void ended.then((code) => reject(new Error(`the worker ended (${code}): ${said.join('\n')}`)));
        look();
      }),
  };
}
