import { createHmac } from 'node:crypto';
import { encodeKey } from '../../src/core/object-key.js';
import type { Radosgw } from './radosgw.js';

/**
 * Looks into a bucket behind a driver's back, signed by AWS's signature version 2 ("Signing and authenticating REST
 * requests"), which has nothing in common with version 4.
 */
export interface S3ByHand {
  createBucket(bucket: string, headers?: Readonly<Record<string, string>>): Promise<void>;
  read(bucket: string, key: string): Promise<Buffer | undefined>;
  write(bucket: string, key: string, bytes: Buffer, headers?: Readonly<Record<string, string>>): Promise<void>;
  remove(bucket: string, key: string): Promise<void>;
  names(bucket: string): Promise<readonly string[]>;
  /** Sets or asks for a part of a bucket: `versioning`, `policy`. */
  configure(bucket: string, part: string, text: string): Promise<void>;
}

export function openByHand({ endpoint, accessKeyId, secretAccessKey }: Radosgw): S3ByHand {
  async function send(method: string, path: string, { query = '', headers = {}, body }: Sent = {}): Promise<Response> {
    const date = new Date().toUTCString();
    const amz = Object.entries(headers).filter(([name]) => name.startsWith('x-amz-'));
    const lines = amz.sort().map(([name, value]) => `${name}:${value}\n`);
    const part = /^(?:versioning|policy)$/.test(query) ? `?${query}` : '';
    const text = `${method}\n\n${headers['content-type'] ?? ''}\n${date}\n${lines.join('')}${path}${part}`;
    const signature = createHmac('sha1', secretAccessKey).update(text).digest('base64');
    const response = await fetch(`${endpoint}${path}${query === '' ? '' : `?${query}`}`, {
      method,
      headers: { ...headers, date, authorization: `AWS ${accessKeyId}:${signature}` },
      ...(body === undefined ? {} : { body: new Uint8Array(body) }),
    });
    if (response.ok || (response.status === 404 && method === 'GET')) return response;
    throw new Error(`${method} ${path} was answered ${response.status}: ${await response.text()}`);
  }
  const done = async (response: Promise<Response>): Promise<void> => void (await (await response).arrayBuffer());
  const pathOf = (bucket: string, key = ''): string => `/${bucket}${key === '' ? '' : `/${encodeKey(key)}`}`;

  return {
    createBucket: (bucket, headers = {}) => done(send('PUT', pathOf(bucket), { headers })),
    async read(bucket, key) {
      const response = await send('GET', pathOf(bucket, key));
      const bytes = Buffer.from(await response.arrayBuffer());
      return response.ok ? bytes : undefined;
    },
    write(bucket, key, bytes, headers = {}) {
      const typed = { 'content-type': 'application/octet-stream', ...headers };
      return done(send('PUT', pathOf(bucket, key), { headers: typed, body: bytes }));
    },
    remove: (bucket, key) => done(send('DELETE', pathOf(bucket, key))),
    async names(bucket) {
      const names: string[] = [];
      for (let marker = '', isLast = false; !isLast; marker = names.at(-1) ?? '') {
        const query = `encoding-type=url&max-keys=1000&marker=${encodeURIComponent(marker)}`;
        const xml = await (await send('GET', pathOf(bucket), { query })).text();
        names.push(...[...xml.matchAll(/<Key>(.*?)<\/Key>/g)].map(([, name = '']) => decodeURIComponent(name)));
        isLast = !xml.includes('<IsTruncated>true</IsTruncated>');
      }
      return names;
    },
    configure: (bucket, part, text) => done(send('PUT', pathOf(bucket), { query: part, body: Buffer.from(text) })),
  };
}

interface Sent {
  readonly query?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: Buffer;
}
