import { ImgferryError } from '../core/errors.js';

/** Where the Redis is that holds the queue. */
export interface QueueAddress {
  readonly host: string;
  readonly port: number;
  readonly database: number;
  readonly username?: string;
  readonly password?: string;
  /** `rediss:` */
  readonly tls: boolean;
  /** As it may be shown: `redis://HOST:PORT/0`, without name and password. */
  readonly shown: string;
}

/**
 * Reads `redis://[[NAME]:PASSWORD@]HOST[:PORT][/DATABASE]`, or `rediss:` for TLS.
 *
 * @param password where the address has none; a process's arguments can be seen by others, its variables can't
 * @throws ImgferryError QUEUE_INVALID {found}: what stands before an `@` is never told
 */
export function parseQueueAddress(text: string, password: string | undefined): QueueAddress {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  const database = /^\/?(\d*)$/.exec(url?.pathname ?? '')?.[1];
  const isRedis = url?.protocol === 'redis:' || url?.protocol === 'rediss:';
  if (!url || !isRedis || url.hostname === '' || database === undefined || url.search !== '' || url.hash !== '') {
    throw new ImgferryError('QUEUE_INVALID', { found: withoutSecret(text) });
  }
  const host = url.hostname.replace(/^\[|\]$/g, '');
  const port = url.port === '' ? 6379 : Number(url.port);
  const key = url.password === '' ? password : decode(url.password);
  return {
    host,
    port,
    database: Number(database),
    ...(url.username === '' ? {} : { username: decode(url.username) }),
    ...(key === undefined ? {} : { password: key }),
    tls: url.protocol === 'rediss:',
    shown: `${url.protocol}//${url.hostname}:${port}/${Number(database)}`,
  };
}

/** A password may hold an `@` that is not encoded: all before the last one goes. */
const withoutSecret = (text: string): string => text.replace(/^([a-z]*:\/\/)?.*@/is, '$1…@').replace(/[?#].*$/s, '?…');

function decode(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}
