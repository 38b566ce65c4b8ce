import type { Redis as RedisClient } from 'ioredis';
import { ImgferryError } from '../core/errors.js';
import { loadQueueSoftware, type QueueSoftware } from './load-queue-software.js';
import type { QueueAddress } from './queue-address.js';

/** Told when Redis goes away in mid-run, and when it is back. */
export type OnConnection = (state: 'away' | 'back') => void;

export interface QueueConnection {
  readonly software: QueueSoftware;
  readonly redis: RedisClient;
  /** As it may be shown. */
  readonly shown: string;
  /** One more connection, for calls that block; closed with this one. */
  duplicate(): RedisClient;
  /** Whether Redis answers now. */
  isUp(): boolean;
  close(): void;
}

const patience = 5000; // ms until a first connection has to stand
const longestPause = 2000; // ms between two tries to connect again

/**
 * Connects, and refuses a Redis that would lose jobs. Later, calls wait as long as Redis is away.
 *
 * @throws ImgferryError QUEUE_SOFTWARE_MISSING, QUEUE_UNREACHABLE {address, reason}, QUEUE_REFUSED {address, found},
 *   QUEUE_EVICTION {found}
 */
export async function connectQueue(
  address: QueueAddress,
  { signal, onChange = () => undefined }: { readonly signal: AbortSignal; readonly onChange?: OnConnection },
): Promise<QueueConnection> {
  const software = await loadQueueSoftware();
  let wasReady = false;
  const redis = new software.Redis({
    host: address.host,
    port: address.port,
    db: address.database,
    ...(address.username === undefined ? {} : { username: address.username }),
    ...(address.password === undefined ? {} : { password: address.password }),
    ...(address.tls ? { tls: {} } : {}),
    lazyConnect: true,
    connectTimeout: patience,
    maxRetriesPerRequest: null,
    retryStrategy: (times) => (wasReady ? Math.min(times * 100, longestPause) : null),
  });
  const others: RedisClient[] = [];
  let lastError: Error | undefined;
  redis.on('error', (error: Error) => {
    lastError = error;
  });
  try {
    await withPatience(redis.connect(), signal);
    await refuseEviction(redis);
  } catch (error) {
    redis.disconnect();
    if (error instanceof ImgferryError || signal.aborted) throw error;
    throw connectionError(lastError ?? error, address.shown);
  }
  wasReady = true;
  let isAway = false;
  redis.on('close', () => {
    if (!isAway && wasReady) onChange('away');
    isAway = true;
  });
  redis.on('ready', () => {
    if (isAway) onChange('back');
    isAway = false;
  });
  return {
    software,
    redis,
    shown: address.shown,
    duplicate() {
      const other = redis.duplicate({ lazyConnect: false });
      other.on('error', () => undefined); // the first connection tells
      others.push(other);
      return other;
    },
    isUp: () => redis.status === 'ready',
    close() {
      wasReady = false;
      for (const client of [redis, ...others]) client.disconnect();
    },
  };
}

async function withPatience(connecting: Promise<void>, signal: AbortSignal): Promise<void> {
  const clock = AbortSignal.any([signal, AbortSignal.timeout(patience)]);
  await Promise.race([
    connecting,
    new Promise<never>((_, reject) => clock.addEventListener('abort', () => reject(clock.reason), { once: true })),
  ]);
}

/** `CONFIG GET` is forbidden at many providers; `INFO` says it too. */
async function refuseEviction(redis: RedisClient): Promise<void> {
  const [, found] = /^maxmemory_policy:(\S+)/m.exec(await redis.info('memory')) ?? [];
  if (found !== undefined && found !== 'noeviction') {
    throw new ImgferryError('QUEUE_EVICTION', { expected: 'noeviction', found });
  }
}

function connectionError(error: unknown, address: string): ImgferryError {
  const message = error instanceof Error ? error.message : String(error);
  const code = error instanceof Error && 'code' in error ? String(error.code) : undefined;
  if (/^(?:WRONGPASS|NOAUTH|NOPERM|ERR )/.test(message)) {
    return new ImgferryError('QUEUE_REFUSED', { address, found: message.replace(/['"].*$/s, '…') }, { cause: error });
  }
  const reason = code ?? (error instanceof Error && error.name === 'TimeoutError' ? 'timeout' : message);
  return new ImgferryError('QUEUE_UNREACHABLE', { address, reason }, { cause: error });
}
