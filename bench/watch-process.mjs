import { spawn } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';

/**
 * Runs Node to its end and looks at it four times a second (Linux).
 *
 * @returns {Promise<{exitCode: number, elapsed: number, stdout: string, stderr: string, memory: number[], files: number}>}
 *   `memory`: resident bytes, the most in each tenth of its time; `files`: the most that were open at once, sockets too
 */
export function watchProcess(argv, { cwd }) {
  const start = performance.now();
  const child = spawn(process.execPath, argv, { cwd, stdio: ['ignore', 'pipe', 'pipe'] });
  const seen = [];
  const look = setInterval(() => {
    try {
      const resident = /^VmRSS:\s+(\d+) kB/m.exec(readFileSync(`/proc/${child.pid}/status`, 'utf8'))?.[1];
      if (resident === undefined) return;
      seen.push({ memory: Number(resident) * 1024, files: readdirSync(`/proc/${child.pid}/fd`).length });
    } catch {} // it has just ended
  }, 250);
  const [stdout, stderr] = [[], []];
  child.stdout.on('data', (bytes) => stdout.push(bytes));
  child.stderr.on('data', (bytes) => stderr.push(bytes));
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (exitCode) => {
      clearInterval(look);
      resolve({
        exitCode,
        elapsed: performance.now() - start,
        stdout: String(Buffer.concat(stdout)),
        stderr: String(Buffer.concat(stderr)),
        memory: tenths(seen).map((part) => Math.max(0, ...part.map(({ memory }) => memory))),
        files: Math.max(0, ...seen.map(({ files }) => files)),
      });
    });
  });
}

function tenths(list) {
  return Array.from({ length: 10 }, (_, at) =>
    list.slice(Math.floor((at * list.length) / 10), Math.floor(((at + 1) * list.length) / 10)),
  );
}
