import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as wait } from 'node:timers/promises';
import { Redis } from 'ioredis';
import { onTestFinished } from 'vitest';
import { freePort } from './free-port.js';
import { temporaryFolder } from './temporary-folder.js';

/** Whether Redis is there (Debian: redis-server). */
export const hasRedis = ((): boolean => {
  try {
    execFileSync('redis-server', ['--version'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
})();

/** A Redis of its own on loopback, with an append-only file; gone when the test ends. */
export interface TestRedis {
  readonly port: number;
  readonly url: string;
  /** Talks to it as anybody would. */
  readonly client: Redis;
  /** Ends it the hard way. */
  kill(): Promise<void>;
  /** Starts it again on the same port, with what its file holds. */
  start(): Promise<void>;
}

export async function startRedis(settings: readonly string[] = []): Promise<TestRedis> {
  const folder = await temporaryFolder();
  const port = await freePort();
  const own = ['--port', String(port), '--bind', '127.0.0.1', '--dir', folder, '--appendonly', 'yes', '--save', ''];
  const password = settings[settings.indexOf('--requirepass') + 1];
  const isOpen = !settings.includes('--requirepass');
  let child: ChildProcess | undefined;

  async function start(): Promise<void> {
    child = spawn('redis-server', [...own, ...settings], { stdio: 'ignore' });
    while ((await client.ping().catch(() => '')) !== 'PONG') await wait(20);
  }
  async function kill(): Promise<void> {
    const ending = child;
    child = undefined;
    if (!ending || ending.exitCode !== null || ending.signalCode !== null) return;
    const ended = once(ending, 'exit');
    ending.kill('SIGKILL');
    await ended;
  }

  const client = new Redis({
    port,
    ...(isOpen || password === undefined ? {} : { password }),
    retryStrategy: () => 50,
    maxRetriesPerRequest: null,
  });
  client.on('error', () => undefined); // it is killed on purpose
  onTestFinished(async () => {
    client.disconnect();
    await kill();
  });
  await start();
  return { port, url: `redis://127.0.0.1:${port}`, client, kill, start };
}
