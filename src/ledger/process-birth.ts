import { readFileSync } from 'node:fs';

/**
 * When a process began, as a text that no later process with the same id has: the boot, and clock ticks since it
 * (proc(5), field 22 of `stat`). Undefined where there is no /proc or no such process.
 */
export function processBirth(pid: number): string | undefined {
  try {
    const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' '); // the name before may hold spaces and parentheses
    const start = fields[19];
    return start === undefined ? undefined : `${boot}/${start}`;
  } catch {
    return undefined; // no /proc on this system, or the process is gone: `isProcessAlive` tells which
  }
}

/** Whether a process lives; with its birth, whether it is still the same one. */
export function isProcessAlive(pid: number, birth: string | undefined): boolean {
  if (!answersSignals(pid)) return false;
  const now = processBirth(pid);
  return birth === undefined || now === undefined || now === birth;
}

function answersSignals(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM'; // another user's
  }
}
