import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { asObjectKey } from '../../../src/core/object-key.js';
import type { StorageDriver } from '../../../src/core/storage.js';
import type { HttpClient } from '../../../src/net/http-client.js';
import { faults, type OssServer, type OssServerOptions, ossErrors, startOssServer } from '../../support/oss-server.js';
import { bodyOf } from '../object-body.js';
import { connectOss, type OssDriverParts } from '../oss-store.js';
import { rejection } from '../refusal.js';

const { signal } = new AbortController();
const call = { signal };
const putNew = { headers: { 'content-type': 'image/png' }, ifAbsent: true, signal };
const key = asObjectKey('2025/图 1+%.png');

let server: OssServer;
let driver: StorageDriver;
const clients: HttpClient[] = [];

async function start(options: Partial<OssServerOptions> = {}): Promise<void> {
  await server?.close();
  server = await startOssServer({
    buckets: [
      { name: 'pictures', region: 'cn-hangzhou' },
      { name: 'kept-pictures', region: 'cn-hangzhou', versioned: true },
      { name: 'far-pictures', region: 'cn-beijing' },
    ],
    keys: { LTAItestkey: 'test-secret', 'STS.temporary': { secret: 'short-lived', securityToken: 'token/+=' } },
    ...options,
  });
  driver = connect();
}

function connect(parts: Partial<OssDriverParts> = {}): StorageDriver {
  const connected = connectOss({ endpoint: server.endpoint, ...parts });
  clients.push(connected.client);
  return connected.driver;
}

beforeEach(() => start());

afterEach(async () => {
  for (const client of clients.splice(0)) await client.close();
  await server.close();
});

const sent = (method: string) => server.requests.filter((request) => request.method === method);

describe('OSS driver', () => {
  it('sends MD5, length and the guard, and keeps headers', async () => {
    const headers = { 'content-type': 'image/png', 'cache-control': 'max-age=1', 'x-oss-meta-a': 'b' };
    await driver.put(key, bodyOf('bytes'), { ...putNew, headers });
    expect(sent('PUT')).toMatchObject([
      {
        key: `博客/${key}`,
        headers: { 'content-md5': 'SzpiGLs+OnMD6KFxpg/Pkg==', 'content-length': '5', 'x-oss-forbid-overwrite': 'true' },
      },
    ]);
    expect(await driver.head(key, call)).toMatchObject({
      key,
      size: 5,
      contentType: 'image/png',
      headers,
      checksum: { kind: 'crc64' },
    });
  });

  it('sends temporary keys with their token', async () => {
    const temporary = connect({
      keys: { accessKeyId: 'STS.temporary', accessKeySecret: 'short-lived', securityToken: 'token/+=' },
    });
    await temporary.put(key, bodyOf('bytes'), putNew);
    expect(server.objects('pictures').size).toBe(1);
  });

  it('asks once whether the bucket is guarded', async () => {
    for (const name of ['a', 'b', 'c']) await driver.put(asObjectKey(name), bodyOf(name), putNew);
    expect(sent('GET')).toMatchObject([{ query: { bucketInfo: '' } }]);
    expect(driver.features.conditionalPut).toBe(true);
  });

  it('looks first in a versioned bucket, where the guard is ignored', async () => {
    const versioned = connect({ config: { bucket: 'kept-pictures' } });
    await versioned.put(key, bodyOf('first'), putNew);
    expect(versioned.features.conditionalPut).toBe(false);
    expect(await rejection(versioned.put(key, bodyOf('second'), putNew))).toMatchObject({ code: 'OBJECT_CONFLICT' });
    expect(server.objects('kept-pictures').get(`博客/${key}`)?.body.toString()).toBe('first');
  });

  it('looks first where the keys may not ask about the bucket', async () => {
    server.faults.add({ fault: faults.forbidden, when: ({ query }) => query.has('bucketInfo') });
    await driver.put(key, bodyOf('first'), putNew);
    expect(server.requests.map(({ method }) => method)).toEqual(['GET', 'HEAD', 'PUT']);
  });

  it('does not call a folder of the console an object', async () => {
    server.seed('pictures', '博客/', Buffer.alloc(0));
    server.seed('pictures', '博客/a.png', Buffer.from('x'));
    server.seed('pictures', '博客2/a.png', Buffer.from('x'));
    const keys: string[] = [];
    for await (const info of driver.list('', call)) keys.push(info.key);
    expect(keys).toEqual(['a.png']);
  });
});

describe('OSS driver, refused', () => {
  const wrongKeys = { accessKeyId: 'LTAI5tWrongWrongx3Qz', accessKeySecret: 'SECRET' };

  it.each<[string, Partial<OssDriverParts>, string, Record<string, unknown>]>([
    [
      'no such bucket',
      { config: { bucket: 'nobodys' } },
      'BUCKET_NOT_FOUND',
      { bucket: 'nobodys', region: 'cn-hangzhou' },
    ],
    [
      'unknown keys',
      { keys: wrongKeys },
      'CREDENTIALS_REJECTED',
      { keyId: 'LTAI…x3Qz', name: 'OSS_ACCESS_KEY_ID', found: 'InvalidAccessKeyId' },
    ],
    [
      'a wrong secret',
      { keys: { accessKeyId: 'LTAItestkey', accessKeySecret: 'SECRET' } },
      'CREDENTIALS_REJECTED',
      { found: 'SignatureDoesNotMatch' },
    ],
    [
      'a wrong token',
      { keys: { accessKeyId: 'STS.temporary', accessKeySecret: 'short-lived', securityToken: 'SECRET' } },
      'CREDENTIALS_REJECTED',
      { found: 'InvalidSecurityToken' },
    ],
    [
      'a clock that is off',
      { now: () => Date.now() - 3_600_000 },
      'CLOCK_SKEWED',
      { found: expect.stringMatching(/Z$/) },
    ],
    [
      'a region that the endpoint is not in',
      { config: { region: 'cn-beijing' } },
      'REGION_WRONG',
      { found: 'cn-beijing' },
    ],
  ])('names %s', async (_, parts, code, facts) => {
    await start({ region: 'cn-hangzhou' });
    for (const attempt of [
      () => connect(parts).preflight(call),
      () => connect(parts).head(key, call),
      () => connect(parts).put(key, bodyOf('x'), putNew),
    ]) {
      const error = await rejection(attempt());
      expect(error).toMatchObject({ code, facts, cause: expect.any(Error) });
      expect(JSON.stringify(error.facts)).not.toContain('SECRET');
    }
    expect(server.objects('pictures').size).toBe(0);
  });

  it('names the region that the bucket is in', async () => {
    await start({ region: 'cn-hangzhou' });
    const far = connect({ config: { bucket: 'far-pictures' } });
    expect(await rejection(far.preflight(call))).toMatchObject({
      code: 'REGION_WRONG',
      facts: {
        bucket: 'far-pictures',
        expected: 'cn-beijing',
        found: 'cn-hangzhou',
        endpoint: 'oss-cn-beijing.aliyuncs.com',
      },
    });
  });

  it.each([
    ['PublicEndpointForbidden', faults.publicEndpointForbidden, 'ENDPOINT_FORBIDDEN', { hint: 'cname' }],
    [
      'SecondLevelDomainForbidden',
      { kind: 'refuse', error: ossErrors.secondLevelDomainForbidden() } as const,
      'ENDPOINT_FORBIDDEN',
      { hint: 'path-style' },
    ],
    ['AccessDenied', faults.forbidden, 'STORE_ACCESS_DENIED', { bucket: 'pictures', method: 'PUT' }],
    ['InvalidObjectName', { kind: 'refuse', error: ossErrors.invalidObjectName() } as const, 'KEY_INVALID', { key }],
    ['InternalError', faults.internalError, 'STORE_ERROR', { status: 500 }],
    [
      'NotImplemented',
      { kind: 'refuse', error: ossErrors.methodNotAllowed('PUT') } as const,
      'STORE_REFUSED',
      { status: 405, found: 'MethodNotAllowed' },
    ],
  ])('takes %s for what it means', async (_, fault, code, facts) => {
    server.faults.add({ fault, when: ({ method }) => method === 'PUT' });
    expect(await rejection(driver.put(key, bodyOf('x'), putNew))).toMatchObject({ code, facts });
  });

  it.each([
    ['a body damaged on its way', faults.damagedBody],
    ['another checksum', faults.wrongCrc],
  ])('notices %s', async (_, fault) => {
    server.faults.add({ fault, when: ({ method }) => method === 'PUT' });
    expect(await rejection(driver.put(key, bodyOf('x'), putNew))).toMatchObject({
      code: 'CHECKSUM_MISMATCH',
      isPassing: true,
    });
  });

  it('tells a store that is away from a call that broke', async () => {
    server.faults.add({ fault: faults.cutRequest });
    expect(await rejection(driver.head(key, call))).toMatchObject({ code: 'STORE_ERROR', isPassing: true });
    const { port } = server;
    await server.close();
    expect(await rejection(driver.head(key, call))).toMatchObject({
      code: 'STORE_UNREACHABLE',
      facts: { host: `127.0.0.1:${port}`, reason: 'ECONNREFUSED' },
    });
    await start();
  });

  it('takes an answer that is none of OSS’s as it is', async () => {
    const proxy = await answering(503, { 'retry-after': '7' }, '<html>busy<br></html>');
    const error = await rejection(connect({ endpoint: `http://127.0.0.1:${portOf(proxy)}` }).head(key, call));
    expect(error).toMatchObject({ code: 'STORE_ERROR', facts: { status: 503, found: '', retryAfter: 7000 } });
    proxy.close();
  });
});

describe('OSS preflight', () => {
  it('finds nothing wrong, and leaves nothing behind', async () => {
    expect(await driver.preflight(call)).toEqual({ findings: [] });
    expect(server.objects('pictures').size).toBe(0);
    expect(sent('DELETE')).toEqual([]);
  });

  it('refuses a bucket that may be read but not written', async () => {
    server.faults.add({ fault: faults.forbidden, when: ({ method }) => method === 'PUT' });
    expect(await rejection(driver.preflight(call))).toMatchObject({ code: 'STORE_ACCESS_DENIED' });
  });

  it('says that a bucket is versioned, that its address forces downloads, and that the clock is off', async () => {
    const tenMinutes = 600_000;
    const ahead = connect({
      config: { bucket: 'kept-pictures', publicUrl: 'https://kept-pictures.oss-cn-hangzhou.aliyuncs.com' },
      now: () => Date.now() + tenMinutes,
    });
    const { findings } = await ahead.preflight(call);
    expect(findings.map((finding) => finding.id)).toEqual(['versioned', 'clock', 'forced-download']);
    expect(server.objects('kept-pictures').size).toBe(0);
  });

  it('goes on without the bucket’s facts', async () => {
    server.faults.add({ fault: faults.forbidden, when: ({ query }) => query.has('bucketInfo') });
    expect(await driver.preflight(call)).toMatchObject({ findings: [{ id: 'no-conditional-put' }] });
  });
});

describe('OSS driver by a custom domain', () => {
  it('addresses the bucket by the host alone', async () => {
    await start({ cnames: { 'img.localhost': 'pictures' } });
    const custom = connect({ config: { cname: `http://img.localhost:${server.port}`, region: 'cn-hangzhou' } });
    await custom.put(key, bodyOf('bytes'), putNew);
    expect(await custom.head(key, call)).toMatchObject({ size: 5 });
    expect(custom.publicUrl(key)).toBe(
      `http://img.localhost:${server.port}/%E5%8D%9A%E5%AE%A2/2025/%E5%9B%BE%201%2B%25.png`,
    );
  });
});

async function answering(status: number, headers: Record<string, string>, body: string): Promise<Server> {
  const answerer = createServer((_, response) => response.writeHead(status, headers).end(body));
  answerer.listen(0, '127.0.0.1');
  await once(answerer, 'listening');
  return answerer;
}

function portOf(from: Server): number {
  const address = from.address();
  return typeof address === 'object' && address ? address.port : 0;
}
