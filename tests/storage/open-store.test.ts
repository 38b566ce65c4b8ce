import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { asObjectKey } from '../../src/core/object-key.js';
import { createHttpClient, type HttpClient } from '../../src/net/http-client.js';
import { type OpenStoreOptions, openStore, storeId } from '../../src/storage/open-store.js';
import { parseStore } from '../../src/storage/store-name.js';
import { bodyOf } from './object-body.js';
import { rejection } from './refusal.js';

let cwd: string;
let client: HttpClient;
const { signal } = new AbortController();

beforeEach(async () => {
  cwd = await mkdtemp(join(tmpdir(), 'open-store-'));
  client = createHttpClient({
    userAgent: 'test',
    allowHosts: [],
    perHost: 2,
    timeouts: { connect: 5000, headers: 5000, body: 5000 },
  });
});

afterEach(async () => {
  await client.close();
  await rm(cwd, { recursive: true, force: true });
});

const options = (): OpenStoreOptions => ({
  client,
  env: {},
  home: cwd,
  cwd,
  root: cwd,
  now: Date.now,
  retry: { attempts: 1 },
});

describe('openStore', () => {
  it('opens a folder and writes nothing before the first object', async () => {
    const store = await openStore(parseStore('here', { here: { url: 'file:img', publicUrl: '/img' } }), options());
    expect(await readdir(cwd)).toEqual([]);
    const key = asObjectKey('3f/a b.png');
    await store.store(key, bodyOf('x'), { headers: {}, signal });
    expect(store.publicUrl(key)).toBe('/img/3f/a%20b.png');
    expect(store.keyOf('/img/3f/a%20b.png?v=1')).toBe(key);
    expect(await readdir(join(cwd, 'img', '3f'))).toEqual(['a b.png']);
  });

  it('opens a bucket without keys, and misses them at the first request', async () => {
    const store = await openStore(parseStore('oss://bkt/p?region=cn-hangzhou', {}), options());
    expect(store.publicUrl(asObjectKey('a.png'))).toBe('https://bkt.oss-cn-hangzhou.aliyuncs.com/p/a.png');
    expect(await rejection(store.head(asObjectKey('a.png'), { signal }))).toMatchObject({
      code: 'CREDENTIALS_MISSING',
    });
  });
});

describe('openStore of an S3 bucket', () => {
  it('needs keys with its first request only', async () => {
    const store = await openStore(parseStore('s3://bkt/p?region=us-east-1', {}), options());
    expect(store.publicUrl(asObjectKey('a b.png'))).toBe('https://bkt.s3.us-east-1.amazonaws.com/p/a%20b.png');
    expect(await rejection(store.head(asObjectKey('a.png'), { signal }))).toMatchObject({
      code: 'CREDENTIALS_MISSING',
      facts: { provider: 's3', expected: expect.arrayContaining(['AWS_ACCESS_KEY_ID', '~/.aws/credentials']) },
    });
  });
});

describe('storeId', () => {
  it.each([
    ['file:img', '/site', '/site', 'file:img'],
    ['file:../img', '/site/posts', '/site', 'file:img'],
    ['file:/site/public/img', '/anywhere', '/site', 'file:public/img'],
    ['file:.', '/site', '/site', 'file:.'],
    ['file:/srv/img', '/site', '/site', 'file:../srv/img'],
    ['oss://bkt/blog/?region=cn-hangzhou', '/', '/', 'oss://bkt/blog/'],
    ['oss://bkt/blog?region=cn-hangzhou&endpoint=http://127.0.0.1:9', '/', '/', 'oss://bkt/blog/'],
    ['s3://bkt/blog?region=eu-west-1', '/', '/', 's3://bkt/blog/'],
    ['s3://bkt/blog?region=eu-west-1&path-style=true', '/', '/', 's3://bkt/blog/'],
    ['s3://bkt/blog?region=r&endpoint=http://127.0.0.1:9', '/', '/', 's3://bkt/blog/?endpoint=127.0.0.1:9'],
    ['s3://bkt?region=r&endpoint=https://bkt.h.example', '/', '/', 's3://bkt/?endpoint=h.example'],
  ])('of %s from %s is the same everywhere', (name, from, root, id) => {
    expect(storeId(parseStore(name, {}), { cwd: from, root })).toBe(id);
  });
});
