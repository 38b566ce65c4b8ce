import { randomBytes } from 'node:crypto';
import { hostname } from 'node:os';
import type { LivingProcess } from '../core/queue-state.js';
import type { QueueConnection } from './queue-connection.js';
import { aliveKey, prefix } from './queue-names.js';

const every = 5000; // ms
const counts = 15_000; // ms

/** Says in Redis that this process lives, until it is stopped. */
export function startHeartbeat(
  { redis, isUp }: QueueConnection,
  { engine, role, now }: { readonly engine: string; readonly role: LivingProcess['role']; readonly now: () => number },
): { stop(): Promise<void> } {
  const key = aliveKey(engine, role, `${process.pid}-${randomBytes(4).toString('hex')}`);
  const living: LivingProcess = { engine, role, host: hostname(), pid: process.pid, since: now() };
  const beat = (): void => {
    if (isUp()) redis.set(key, JSON.stringify(living), 'PX', counts).catch(() => undefined); // a full Redis says so elsewhere
  };
  beat();
  const timer = setInterval(beat, every);
  return {
    async stop() {
      clearInterval(timer);
      if (isUp()) await redis.del(key).catch(() => undefined);
    },
  };
}

/** Who lives, of all engines. */
export async function listLiving({ redis }: QueueConnection): Promise<readonly LivingProcess[]> {
  const living: LivingProcess[] = [];
  for (let cursor = '0'; ; ) {
    const [next, keys] = await redis.scan(cursor, 'MATCH', `${prefix}:alive:*`, 'COUNT', 1000);
    const texts = keys.length === 0 ? [] : await redis.mget(keys);
    for (const text of texts) if (text !== null) living.push(JSON.parse(text));
    cursor = next;
    if (cursor === '0') return living;
  }
}
