import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/** Starts a server of this folder in a process of its own; it prints its port when it is ready. */
export async function startServer(name, ...args) {
  const file = fileURLToPath(new URL(name, import.meta.url));
  const server = spawn(process.execPath, [file, ...args], { stdio: ['ignore', 'pipe', 'inherit'] });
  const text = await new Promise((resolve) => server.stdout.once('data', resolve));
  return { port: String(text).split('\n')[0], stop: () => server.kill() };
}
