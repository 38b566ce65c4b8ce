import { buffer } from 'node:stream/consumers';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ImgferryError } from '../../../src/core/errors.js';
import type { ObjectBody, ObjectStore, StoredObject } from '../../../src/core/storage.js';
import { faults, type OssServer } from '../../support/oss-server.js';
import { type OpenedOss, openOss } from './oss-store.js';
import { bodyOf, call, fileBodyOf, key, sampleBytes } from './samples.js';

const name = key('图/a 1.png');
const bytes = sampleBytes(200_000);
const headers = { 'content-type': 'image/png' };

describe('an object store over an OSS bucket that has its troubles', () => {
  let opened: OpenedOss;
  let server: OssServer;
  let store: ObjectStore;
  let retried: ImgferryError[];

  beforeEach(async () => {
    retried = [];
    const retry = { attempts: 4, delayFor: () => 0, onRetry: (error: ImgferryError) => retried.push(error) };
    opened = await openOss({ prefix: 'blog/', retry });
    ({ server, store } = opened);
  });

  afterEach(() => opened.close());

  const storeIt = (body: ObjectBody = bodyOf(bytes)): Promise<StoredObject> =>
    store.store(name, body, { headers, ...call() });
  const standing = (): Buffer | undefined => server.objects('pictures').get(`blog/${name}`)?.body;
  /** Those for objects: a driver may ask for the bucket's settings when it needs them. */
  const requests = (): readonly string[] =>
    server.requests.filter(({ key }) => key !== '').map(({ method, status }) => `${method} ${status}`);
  const isPut = ({ method }: { method: string }): boolean => method === 'PUT';
  const isHead = ({ method }: { method: string }): boolean => method === 'HEAD';

  it('stores and reads back', async () => {
    expect(await storeIt()).toMatchObject({ key: name, state: 'stored', info: { size: bytes.length } });
    expect(standing()).toEqual(bytes);
    expect(requests()).toEqual(['PUT 200', 'HEAD 200']);
  });

  it('finds its own bytes standing there and calls them reused', async () => {
    await storeIt();
    expect(await storeIt()).toMatchObject({ key: name, state: 'reused' });
  });

  it('leaves other bytes alone that stand under the key', async () => {
    const other = sampleBytes(bytes.length, 2);
    server.seed('pictures', `blog/${name}`, other);
    await expect(storeIt()).rejects.toMatchObject({
      code: 'OBJECT_CONFLICT',
      facts: { key: name, expected: expect.any(String), found: expect.any(String) },
    });
    expect(standing()).toEqual(other);
    expect(retried).toEqual([]);
  });

  it.each([1, 3])('tries again when the bucket is busy %i times', async (times) => {
    server.faults.add({ fault: faults.serviceUnavailable, when: isPut, times });
    expect(await storeIt()).toMatchObject({ state: 'stored' });
    expect(retried).toHaveLength(times);
    expect(retried[0]).toMatchObject({ code: 'STORE_ERROR' });
  });

  it('gives up when the bucket stays busy, having made the calls that it may', async () => {
    server.faults.add({ fault: faults.serviceUnavailable, when: isPut, times: Number.POSITIVE_INFINITY });
    await expect(storeIt()).rejects.toMatchObject({ code: 'STORE_ERROR' });
    expect(requests()).toEqual(['PUT 503', 'PUT 503', 'PUT 503', 'PUT 503']);
  });

  it('does not try again what is forbidden', async () => {
    server.faults.add({ fault: faults.forbidden, when: isPut, times: Number.POSITIVE_INFINITY });
    await expect(storeIt()).rejects.toMatchObject({ code: 'STORE_ACCESS_DENIED' });
    expect(requests()).toEqual(['PUT 403']);
  });

  it('says that the default endpoint is closed to data', async () => {
    server.faults.add({ fault: faults.publicEndpointForbidden, when: isPut });
    await expect(storeIt()).rejects.toMatchObject({ code: 'ENDPOINT_FORBIDDEN' });
  });

  it.each([
    ['memory', async () => bodyOf(bytes)],
    ['a file', () => fileBodyOf(bytes)],
  ])('sends a body from %s again that was cut half-way', async (_, makeBody) => {
    server.faults.add({ fault: faults.cutRequest, when: isPut });
    expect(await storeIt(await makeBody())).toMatchObject({ state: 'stored' });
    expect(standing()).toEqual(bytes);
    expect(retried).toHaveLength(1);
  });

  it('sends again what was damaged on its way', async () => {
    server.faults.add({ fault: faults.damagedBody, when: isPut });
    expect(await storeIt()).toMatchObject({ key: name });
    expect(standing()).toEqual(bytes);
  });

  it('takes what was stored and answered with 500 for its own', async () => {
    server.faults.add({ fault: faults.storedButAnswered500, when: isPut });
    expect(await storeIt()).toMatchObject({ state: 'reused' });
    expect(requests()).toEqual(['PUT 500', 'PUT 409', 'HEAD 200']);
  });

  it('takes what was stored and whose answer got lost for its own', async () => {
    server.faults.add({ fault: faults.cutResponse, when: isPut });
    expect(await storeIt()).toMatchObject({ state: 'reused' });
    expect(standing()).toEqual(bytes);
  });

  it('notices by reading back that other bytes are kept than were sent', async () => {
    server.faults.add({ fault: faults.damagedInStore, when: isPut });
    await expect(storeIt()).rejects.toMatchObject({ code: 'OBJECT_MISMATCH', facts: { key: name } });
  });

  it('notices a wrong CRC when it reads back', async () => {
    server.faults.add({ fault: faults.wrongCrc, when: isHead });
    await expect(storeIt()).rejects.toMatchObject({
      code: 'OBJECT_MISMATCH',
      facts: { expected: expect.stringMatching(/^crc64:\d+$/), found: 'crc64:1' },
    });
  });

  it('calls it a conflict that passed when a conflict is told and nothing stands there', async () => {
    server.faults.add({ fault: faults.conflict, when: isPut });
    expect(await storeIt()).toMatchObject({ state: 'stored' });
    expect(retried).toHaveLength(1);
  });

  it('lets one of many win who store the same under one key', async () => {
    const results = await Promise.all(Array.from({ length: 10 }, () => storeIt()));
    expect(results.filter(({ state }) => state === 'stored')).toHaveLength(1);
    expect(results.filter(({ state }) => state === 'reused')).toHaveLength(9);
  });

  it('verifies later what it stored, and notices what changed since', async () => {
    const body = bodyOf(bytes);
    await storeIt(body);
    expect(await store.verify(name, body, call())).toMatchObject({ key: name });
    server.seed('pictures', `blog/${name}`, sampleBytes(bytes.length, 2));
    await expect(store.verify(name, body, call())).rejects.toMatchObject({ code: 'OBJECT_MISMATCH' });
  });

  it('verifies again when the object was cut while it was read', async () => {
    const body = bodyOf(bytes);
    await storeIt(body);
    server.faults.add({ fault: faults.cutResponse, when: ({ method }) => method === 'GET' });
    expect(await store.verify(name, body, call())).toMatchObject({ key: name });
    expect(retried).toHaveLength(1);
  });

  it('opens again when the bucket is busy', async () => {
    await storeIt();
    server.faults.add({ fault: faults.serviceUnavailable, when: ({ method }) => method === 'GET' });
    const { stream } = await store.open(name, call());
    expect((await buffer(stream)).equals(bytes)).toBe(true);
  });

  it('refuses a key before anything is sent', async () => {
    const bad = 'a//b.png' as typeof name;
    await expect(store.store(bad, bodyOf(bytes), { headers, ...call() })).rejects.toMatchObject({
      code: 'KEY_INVALID',
    });
    expect(server.requests).toEqual([]);
  });

  it('ends with the caller’s patience in a pause between two tries', async () => {
    const controller = new AbortController();
    const patient = await openOss({
      retry: { attempts: 4, delayFor: () => 60_000, onRetry: () => controller.abort() },
    });
    patient.server.faults.add({ fault: faults.serviceUnavailable });
    const storing = patient.store.store(name, bodyOf(bytes), { headers, signal: controller.signal });
    await expect(storing).rejects.toThrow();
    await patient.close();
  });
});
