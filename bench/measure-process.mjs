import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';

/**
 * Runs a program to its end and measures it.
 *
 * @returns {Promise<{elapsed: number, peakMemory: number | undefined, cpu: number | undefined, exitCode: number, stdout: string, stderr: string}>}
 *   `elapsed` and `cpu` in ms, `peakMemory` in bytes: the kernel's high-water mark of resident memory (Linux)
 */
export function measureProcess(argv, { cwd, env = {} } = {}) {
  const start = performance.now();
  const child = spawn(process.execPath, argv, {
    cwd,
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let seen = {};
  const look = setInterval(() => {
    seen = { ...seen, ...readUsage(child.pid) };
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

/** Both only grow, so the last look before the end is next to the final value; nothing where this is no Linux. */
function readUsage(pid) {
  try {
    const highWater = /^VmHWM:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
    // proc(5): the name in parentheses may hold spaces; user and system time are fields 14 and 15, in ticks of 10 ms
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1).split(' ');
    return {
      ...(highWater ? { peakMemory: Number(highWater) * 1024 } : {}),
      cpu: (Number(fields[11]) + Number(fields[12])) * 10,
    };
  } catch {
    return {}; // it has just ended, or there is no such file
  }
}
