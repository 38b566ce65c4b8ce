import { execFileSync } from 'node:child_process';

/** Runs git in a folder, as nobody in particular and with no configuration but the folder's. */
export function git(folder: string, ...args: readonly string[]): string {
  return execFileSync('git', [...args], {
    cwd: folder,
    encoding: 'utf8',
    env: {
      PATH: process.env.PATH,
      HOME: folder,
      GIT_CONFIG_NOSYSTEM: '1',
      GIT_AUTHOR_NAME: 'A',
      GIT_AUTHOR_EMAIL: 'a@example.com',
      GIT_COMMITTER_NAME: 'A',
      GIT_COMMITTER_EMAIL: 'a@example.com',
    },
  });
}

/** Makes a repository of what is in a folder, with one commit on `main`. */
export function makeRepository(folder: string): void {
  git(folder, 'init', '--quiet', '--initial-branch=main');
  commitAll(folder, 'first');
}

export function commitAll(folder: string, message: string): void {
  git(folder, 'add', '--all');
  git(folder, 'commit', '--quiet', '--message', message);
}
