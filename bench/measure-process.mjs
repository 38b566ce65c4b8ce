import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';

/**
 * Runs a program, by default Node, to its end and measures it.
 *
 * @returns {Promise<{elapsed: number, peakMemory: number | undefined, cpu: number | undefined, exitCode: number, stdout: string, stderr: string}>}
 *   `elapsed` and `cpu` in ms, `peakMemory` in bytes: the kernel's high-water mark of resident memory (Linux); with
 *   processes of its own, theirs together as often as is looked, what they share once. `cpu` holds theirs too.
 */
export function measureProcess(argv, { program = process.execPath, cwd, env = {} } = {}) {
  const start = performance.now();
  const child = spawn(program, argv, {
    cwd,
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let seen;
  const look = setInterval(() => {
    const now = readUsage(child.pid);
    seen = now === undefined || seen === undefined ? (now ?? seen) : largest(now, seen);
  }, 20);
  let [stdout, stderr] = ['', ''];
  child.stdout.on('data', (text) => {
    stdout += text;
  });
  child.stderr.on('data', (text) => {
    stderr += text;
  });
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (exitCode) => {
      clearInterval(look);
      resolve({ elapsed: performance.now() - start, ...seen, exitCode, stdout, stderr });
    });
  });
}

/** The last look before the end is next to the final value; nothing where this is no Linux. */
function readUsage(pid) {
  try {
    const children = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').split(' ').filter(Boolean);
    const shares = children.length > 0 ? [pid, ...children].map(shareOfMemory) : [];
    const highWater = /^VmHWM:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
    return {
      peakMemory: Math.max(Number(highWater ?? 0) * 1024, sum(shares)),
      cpu: sum([pid, ...children].map(timeOf)),
    };
  } catch {
    return undefined; // it has just ended, or there is no such file
  }
}

const largest = (one, other) => ({
  peakMemory: Math.max(one.peakMemory, other.peakMemory),
  cpu: Math.max(one.cpu, other.cpu),
});

/** Bytes; a page that several processes hold counts for each in part. */
function shareOfMemory(pid) {
  try {
    return Number(/^Pss:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8'))?.[1] ?? 0) * 1024;
  } catch {
    return 0;
  }
}

/** ms of a process and of the children that it has seen end. */
function timeOf(pid) {
  try {
    // proc(5): the name in parentheses may hold spaces; its times are fields 14 to 17, in ticks of 10 ms
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1).split(' ');
    return sum(fields.slice(11, 15).map(Number)) * 10;
  } catch {
    return 0;
  }
}

const sum = (numbers) => numbers.reduce((total, number) => total + number, 0);
