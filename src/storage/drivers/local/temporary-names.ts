import { createHash, randomBytes } from 'node:crypto';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { isAlive } from '../../../lib/is-alive.js';

/** Names of files that are on their way into a folder, and whose they are. */
export interface TemporaryNames {
  next(folder: string): string;
  isTemporary(name: string): boolean;
  /**
   * Whether a temporary file was left behind: by a process of this machine that is no more, or so long ago that nobody
   * can still be writing it.
   *
   * @param age time in ms since it was last written to
   */
  isAbandoned(name: string, age: number): boolean;
  /** Whether it belongs to a run whose images other machines bring. */
  isOfRun(name: string, run: string): boolean;
}

const longestWrite = 60 * 60 * 1000; // ms

/**
 * `.imgferry-PID-HOST-RANDOM-COUNT[-RUN]`; the host, because machines can share a folder.
 *
 * @param run whose images other machines bring: so that its coordinator knows what they left behind
 */
export function createTemporaryNames(run?: string): TemporaryNames {
  const host = createHash('sha256').update(hostname()).digest('hex').slice(0, 8);
  const start = `.imgferry-${process.pid}-${host}-${randomBytes(4).toString('hex')}`;
  const end = run === undefined ? '' : `-${tagOf(run)}`;
  let count = 0;
  return {
    next: (folder) => join(folder, `${start}-${count++}${end}`),
    isTemporary: (name) => temporaryName.test(name),
    isAbandoned(name, age) {
      const [, pid, madeBy] = temporaryName.exec(name) ?? [];
      if (pid === undefined) return false;
      return age > longestWrite || (madeBy === host && !isAlive(Number(pid)));
    },
    isOfRun: (name, asked) => temporaryName.exec(name)?.[3] === tagOf(asked),
  };
}

const temporaryName = /^\.imgferry-(\d+)-([0-9a-f]{8})-[0-9a-f]{8}-\d+(?:-([0-9a-f]{16}))?$/;

const tagOf = (run: string): string => createHash('sha256').update(run).digest('hex').slice(0, 16);
