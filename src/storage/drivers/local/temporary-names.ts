import { createHash, randomBytes } from 'node:crypto';
import { hostname } from 'node:os';
import { join } from 'node:path';

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
}

const longestWrite = 60 * 60 * 1000; // ms

/** `.imgferry-PID-HOST-RANDOM-COUNT`; the host, because machines can share a folder. */
export function createTemporaryNames(): TemporaryNames {
  const host = createHash('sha256').update(hostname()).digest('hex').slice(0, 8);
  const start = `.imgferry-${process.pid}-${host}-${randomBytes(4).toString('hex')}`;
  let count = 0;
  return {
    next: (folder) => join(folder, `${start}-${count++}`),
    isTemporary: (name) => temporaryName.test(name),
    isAbandoned(name, age) {
      const [, pid, madeBy] = temporaryName.exec(name) ?? [];
      if (pid === undefined) return false;
      return age > longestWrite || (madeBy === host && !isAlive(Number(pid)));
    },
  };
}

const temporaryName = /^\.imgferry-(\d+)-([0-9a-f]{8})-[0-9a-f]{8}-\d+$/;

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0); // signal 0 only asks (kill(2))
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM'; // somebody else's
  }
}
