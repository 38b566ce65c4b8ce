import { type ExecFileException, execFile, spawn } from 'node:child_process';
import type { Readable } from 'node:stream';
import { ImgferryError } from '../core/errors.js';

export interface GitOptions {
  /** Folder that git is started in. */
  readonly cwd: string;
  /** Variables of the process: a hook's git finds its index by them. */
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly signal: AbortSignal;
}

/** Asks git; changes nothing. Arguments are given as they are, no shell reads them. */
export interface Git {
  /**
   * @returns what it prints; undefined where it ends with one of the codes that `unless` names
   * @throws ImgferryError REPOSITORY_NOT_FOUND {path}, GIT_FAILED {path, found}
   */
  ask(args: readonly string[], unless?: readonly number[]): Promise<Buffer | undefined>;
  /**
   * Contents of files by their object ids, in order, with one git for all of them.
   *
   * @throws ImgferryError GIT_FAILED {path, found}
   */
  readBlobs(ids: Iterable<string>): AsyncGenerator<Buffer>;
}

export function createGit({ cwd, env, signal }: GitOptions): Git {
  const options = {
    cwd,
    env: { ...env, LC_ALL: 'C', GIT_OPTIONAL_LOCKS: '0' },
    encoding: 'buffer',
    maxBuffer: 2 ** 30,
    signal,
  } as const;
  return {
    ask: (args, unless = []) =>
      new Promise((resolve, reject) => {
        execFile('git', [...args], options, (error, stdout, stderr) => {
          if (!error) return resolve(stdout);
          if (typeof error.code === 'number' && unless.includes(error.code)) return resolve(undefined);
          reject(signal.aborted ? error : gitError(error, stderr.toString('utf8'), cwd));
        });
      }),

    async *readBlobs(ids) {
      const child = spawn('git', ['cat-file', '--batch'], { ...options, stdio: ['pipe', 'pipe', 'ignore'] });
      child.on('error', () => undefined); // its output ends, which is noticed
      child.stdin.on('error', () => undefined);
      const output = readerOf(child.stdout);
      try {
        for (const id of ids) {
          signal.throwIfAborted();
          child.stdin.write(`${id}\n`);
          const [, kind, size] = (await output.line())?.split(' ') ?? [];
          const content = kind === 'blob' ? await output.bytes(Number(size) + 1) : undefined;
          if (!content) throw new ImgferryError('GIT_FAILED', { path: cwd, found: `cat-file ${id}` });
          yield content.subarray(0, -1); // a line's end follows
        }
      } finally {
        child.stdin.end();
        child.kill();
      }
    },
  };
}

/** Reads lines and counted bytes off a stream; undefined where it ends before. */
function readerOf(stream: Readable) {
  const chunks = stream[Symbol.asyncIterator]();
  let held: Buffer = Buffer.alloc(0);
  const more = async (): Promise<boolean> => {
    const { done, value } = await chunks.next();
    if (done) return false;
    held = held.length === 0 ? value : Buffer.concat([held, value]);
    return true;
  };
  const take = (length: number): Buffer => {
    const taken = held.subarray(0, length);
    held = held.subarray(length);
    return taken;
  };
  return {
    async line(): Promise<string | undefined> {
      let end = held.indexOf(10);
      while (end < 0) {
        if (!(await more())) return undefined;
        end = held.indexOf(10);
      }
      return take(end + 1)
        .subarray(0, -1)
        .toString('utf8');
    },
    async bytes(length: number): Promise<Buffer | undefined> {
      const parts = [held];
      for (let missing = length - held.length; missing > 0; ) {
        const { done, value } = await chunks.next();
        if (done) return undefined;
        parts.push(value);
        missing -= value.length;
      }
      held = Buffer.concat(parts);
      return take(length);
    },
  };
}

function gitError(error: ExecFileException, words: string, path: string): ImgferryError {
  if (/not a git repository|must be run in a work tree/.test(words)) {
    return new ImgferryError('REPOSITORY_NOT_FOUND', { path }, { cause: error });
  }
  const said = words.split('\n').find((line) => line.trim() !== '');
  return new ImgferryError('GIT_FAILED', { path, found: said ?? String(error.code ?? error.signal) }, { cause: error });
}
