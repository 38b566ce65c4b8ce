import { readdir, rm } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { isAlive } from '../../lib/is-alive.js';
import { openSpool, type Spool } from '../../lib/spool.js';

/** Where a worker's bytes wait: a folder of its own, gone with it. */
export interface WorkerSpool extends Spool {
  close(): Promise<void>;
}

/** Makes room, and removes what workers of this machine left that were killed. */
export async function openWorkerSpool(
  folder: string,
  { maxBytes }: { readonly maxBytes: number },
): Promise<WorkerSpool> {
  const mine = `${hostname()}-`;
  for (const name of await readdir(folder).catch((): string[] => [])) {
    const pid = name.startsWith(mine) ? Number(name.slice(mine.length)) : Number.NaN;
    if (Number.isInteger(pid) && !isAlive(pid)) await rm(join(folder, name), { recursive: true, force: true });
  }
  const own = join(folder, `${mine}${process.pid}`);
  return { ...openSpool(own, { maxBytes }), close: () => rm(own, { recursive: true, force: true }) };
}
