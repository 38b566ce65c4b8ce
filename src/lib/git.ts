import { type ExecFileException, execFile } from 'node:child_process';
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
  };
}

function gitError(error: ExecFileException, words: string, path: string): ImgferryError {
  if (/not a git repository|must be run in a work tree/.test(words)) {
    return new ImgferryError('REPOSITORY_NOT_FOUND', { path }, { cause: error });
  }
  const said = words.split('\n').find((line) => line.trim() !== '');
  return new ImgferryError('GIT_FAILED', { path, found: said ?? String(error.code ?? error.signal) }, { cause: error });
}
