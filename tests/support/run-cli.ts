import { type ChildProcess, spawn } from 'node:child_process';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';

export interface CliOptions {
  readonly cwd: string;
  /** Beside PATH, a HOME that is `cwd`, and English: nothing else of the outer environment is seen. */
  readonly env?: Readonly<Record<string, string>>;
  /** Given on stdin; without it stdin is empty. */
  readonly input?: string;
  /** How many files it may have open (`ulimit -n`). */
  readonly openFiles?: number;
}

export interface CliResult {
  /** Undefined where a signal ended it. */
  readonly code: number | undefined;
  readonly signal: NodeJS.Signals | undefined;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs the built program to its end, as a person would. */
export function runCli(args: readonly string[], options: CliOptions): Promise<CliResult> {
  return startCli(args, options).result;
}

/** Starts the built program; `child` can be killed while it runs. */
export function startCli(
  args: readonly string[],
  { cwd, env = {}, input = '', openFiles }: CliOptions,
): { readonly child: ChildProcess; readonly result: Promise<CliResult> } {
  const limit = openFiles === undefined ? [] : ['sh', '-c', `ulimit -n ${openFiles}; exec "$@"`, 'sh'];
  const [command = '', ...parameters] = [...limit, process.execPath, programPath, ...args];
  const child = spawn(command, parameters, {
    cwd,
    env: { PATH: process.env.PATH, HOME: cwd, LANG: 'en_US.UTF-8', ...env },
  });
  child.stdin.on('error', () => undefined); // a program that ends without reading its input closes the pipe
  child.stdin.end(input);
  const ended = new Promise<Pick<CliResult, 'code' | 'signal'>>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code, signal) => resolve({ code: code ?? undefined, signal: signal ?? undefined }));
  });
  const result = Promise.all([ended, text(child.stdout), text(child.stderr)]).then(([end, stdout, stderr]) => ({
    ...end,
    stdout,
    stderr,
  }));
  return { child, result };
}

/** What `node` starts. */
export const programPath = fileURLToPath(new URL('../../bin/imgferry.js', import.meta.url));
