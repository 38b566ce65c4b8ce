import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/** Starts `origin.mjs` over a folder, with a pause in ms before each answer. */
export function startOrigin(folder, latency = 0) {
  const argv = [fileURLToPath(new URL('origin.mjs', import.meta.url)), folder, String(latency)];
  const child = spawn(process.execPath, argv, { stdio: ['pipe', 'pipe', 'inherit'] });
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.stdout.once('data', (port) => resolve({ port: Number(port), stop: () => child.stdin.end() }));
  });
}
