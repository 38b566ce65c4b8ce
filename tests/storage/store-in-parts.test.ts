import { beforeEach, describe, expect, it } from 'vitest';
import { asObjectKey } from '../../src/core/object-key.js';
import { partSizeFor } from '../../src/storage/upload-in-parts.js';
import { failOnce, keepUploads, type MemoryBucket, openMemoryBucket, storeOverBucket } from './memory-bucket.js';
import { bodyOf } from './object-body.js';
import { rejection } from './refusal.js';

const { signal } = new AbortController();
const options = { headers: {}, signal };
const key = asObjectKey('a.png');
const large = bodyOf('0123456789ab'); // three parts
const text = (bytes: Buffer | undefined): string | undefined => bytes?.toString();

let bucket: MemoryBucket;
let uploads: ReturnType<typeof keepUploads>;

beforeEach(() => {
  bucket = openMemoryBucket();
  uploads = keepUploads();
});

const store = () => storeOverBucket(bucket, { uploads });
const ofKind = (...kinds: readonly string[]): string[] =>
  bucket.calls.filter((call) => kinds.some((kind) => call === kind || call.startsWith(`${kind} `))).sort();

/** An upload as an earlier run left it, its parts as given. */
function leaveUpload(parts: readonly string[], { content = large.digest as string, partSize = 4 } = {}): void {
  bucket.uploads.set('left', new Map(parts.map((part, at) => [at + 1, Buffer.from(part)])));
  uploads.recordUpload('memory:pictures', { key, id: 'left', content, partSize });
}

describe('a body that goes in parts', () => {
  it.each([
    ['0123456789', ['put a.png']],
    ['0123456789a', ['putPart 1', 'putPart 2', 'putPart 3']],
    ['0123456789abc', ['putPart 1', 'putPart 2', 'putPart 3', 'putPart 4']],
  ])('is one above the limit: %s', async (content, calls) => {
    expect(await store().store(key, bodyOf(content), options)).toMatchObject({ state: 'stored' });
    expect(text(bucket.objects.get(key))).toBe(content);
    expect(ofKind('put', 'putPart')).toEqual(calls);
    expect(uploads.records.size).toBe(0);
  });

  it('is stored without a ledger that remembers uploads', async () => {
    expect(await storeOverBucket(bucket).store(key, large, options)).toMatchObject({ state: 'stored' });
    expect(await storeOverBucket(bucket).abandonUploads({ signal })).toBe(0);
  });

  it('goes on with the parts that are there, and puts those again that are others', async () => {
    leaveUpload(['0123', '4xx7', '89']);
    await store().store(key, large, options);
    expect(ofKind('begin', 'putPart')).toEqual(['putPart 2', 'putPart 3']);
    expect(text(bucket.objects.get(key))).toBe('0123456789ab');
    expect(uploads.records.size).toBe(0);
  });

  it.each([
    ['of another content', { content: 'another' }],
    ['of parts of another size', { partSize: 5 }],
  ])('gives up an upload %s, and begins anew', async (_, other) => {
    leaveUpload(['0123'], other);
    await store().store(key, large, options);
    expect(ofKind('abort', 'begin', 'putPart')).toEqual([
      'abort',
      'begin a.png',
      'putPart 1',
      'putPart 2',
      'putPart 3',
    ]);
    expect(bucket.uploads.size).toBe(0);
    expect(uploads.records.size).toBe(0);
  });

  it('begins anew where the upload is gone', async () => {
    uploads.recordUpload('memory:pictures', { key, id: 'gone', content: large.digest, partSize: 4 });
    expect(await store().store(key, large, options)).toMatchObject({ state: 'stored' });
    expect(ofKind('begin')).toHaveLength(1);
  });

  it('leaves the upload for the next run when it can not be asked about', async () => {
    leaveUpload(['0123']);
    bucket.fault = (moment) => (moment === 'listParts' ? 'STORE_ACCESS_DENIED' : undefined);
    expect(await rejection(store().store(key, large, options))).toMatchObject({ code: 'STORE_ACCESS_DENIED' });
    expect(uploads.records.size).toBe(1);
    expect(ofKind('abort', 'begin')).toEqual([]);
  });

  it.each(['begin', 'putPart', 'complete', 'listParts', 'abort'])('makes a %s again that can succeed', async (call) => {
    if (call === 'listParts') leaveUpload([]);
    if (call === 'abort') leaveUpload([], { content: 'another' });
    bucket.fault = failOnce(call, 'STORE_ERROR');
    expect(await store().store(key, large, options)).toMatchObject({ state: 'stored' });
    expect(text(bucket.objects.get(key))).toBe('0123456789ab');
  });

  it('puts no more parts once one has failed, and gives up what can not succeed', async () => {
    const body = bodyOf('x'.repeat(200));
    bucket.fault = failOnce('putPart', 'OBJECT_MISMATCH', 3);
    expect(await rejection(store().store(key, body, options))).toMatchObject({ code: 'OBJECT_MISMATCH' });
    expect(ofKind('putPart').length).toBeLessThan(10);
    expect(ofKind('abort')).toEqual(['abort']);
    expect([bucket.objects.size, bucket.uploads.size, uploads.records.size]).toEqual([0, 0, 0]);
  });

  it.each(['STORE_ERROR', 'STORE_ACCESS_DENIED'] as const)(
    'leaves an upload that met %s for the next run',
    async (code) => {
      bucket.fault = (moment) => (moment === 'complete' ? code : undefined);
      expect(await rejection(store().store(key, large, options))).toMatchObject({ code });
      expect(ofKind('abort')).toEqual([]);
      expect(uploads.records.size).toBe(1);
      bucket.fault = () => undefined;
      bucket.calls.length = 0;
      expect(await store().store(key, large, options)).toMatchObject({ state: 'stored' });
      expect(ofKind('begin', 'putPart')).toEqual([]);
    },
  );

  it('leaves an upload that the person stopped', async () => {
    const stopped = new AbortController();
    bucket.fault = (moment) => {
      if (moment !== 'complete') return undefined;
      stopped.abort();
      return 'OBJECT_MISMATCH';
    };
    const storing = store().store(key, large, { headers: {}, signal: stopped.signal });
    expect(await rejection(storing)).toMatchObject({ code: 'OBJECT_MISMATCH' });
    expect([bucket.uploads.size, uploads.records.size]).toEqual([1, 1]);
  });

  it('is done where the answer to its end got lost', async () => {
    bucket.fault = failOnce('complete done', 'RESPONSE_CUT');
    expect(await store().store(key, large, options)).toMatchObject({ key, info: { size: 12 } });
    expect(uploads.records.size).toBe(0);
  });

  it.each([
    ['OBJECT_NOT_FOUND', 0],
    ['STORE_ERROR', 1], // Ceph
  ] as const)('is done where the provider answers %s to an upload that is gone', async (code, looks) => {
    let ends = 0;
    bucket.fault = (moment) => {
      if (!moment.startsWith('complete')) return undefined;
      ends += 1;
      return ends === 1 ? undefined : ends === 2 ? 'RESPONSE_CUT' : code;
    };
    expect(await store().store(key, large, options)).toMatchObject({ state: 'stored' });
    expect(ofKind('listParts')).toHaveLength(looks);
  });

  it.each([
    ['STORE_ACCESS_DENIED', 'OBJECT_NOT_FOUND'],
    ['STORE_ERROR', 'STORE_ACCESS_DENIED'],
  ] as const)('is not done where its end met %s and a look at it %s', async (code, look) => {
    bucket.fault = (moment) => ({ complete: code, listParts: look })[moment];
    const refused = { code: 'STORE_ACCESS_DENIED' };
    expect(await rejection(store().store(key, large, options))).toMatchObject(refused);
  });

  it('is somebody else’s where other bytes took the key meanwhile', async () => {
    bucket.fault = (moment) => {
      if (moment === 'complete') bucket.objects.set(key, Buffer.from('theirs'));
      return undefined;
    };
    expect(await rejection(store().store(key, large, options))).toMatchObject({ code: 'OBJECT_CONFLICT' });
    expect(text(bucket.objects.get(key))).toBe('theirs');
    expect([bucket.uploads.size, uploads.records.size]).toEqual([0, 0]);
  });

  it('is given up when that is asked for', async () => {
    leaveUpload(['0123']);
    uploads.recordUpload('another store', { key, id: 'x', content: 'x', partSize: 4 });
    expect(await store().abandonUploads({ signal })).toBe(1);
    expect(bucket.uploads.size).toBe(0);
    expect([...uploads.records.keys()]).toEqual(['another store a.png']);
    expect(await store().abandonUploads({ signal })).toBe(0);
  });
});

it('makes parts so large that there are never more than 10,000', () => {
  expect(partSizeFor(1, 5)).toBe(5);
  expect(partSizeFor(50_000, 5)).toBe(5);
  expect(partSizeFor(50_001, 5)).toBe(6);
});

describe('an object that is replaced', () => {
  const etagOf = async (): Promise<string> => (await store().head(key, { signal }))?.etag ?? '';

  it.each(['new', '0123456789ab'])('has the new bytes: %s', async (content) => {
    bucket.objects.set(key, Buffer.from('old'));
    const info = await store().replace(key, bodyOf(content), { ...options, ifMatch: await etagOf() });
    expect(info.size).toBe(content.length);
    expect(text(bucket.objects.get(key))).toBe(content);
  });

  it.each(['new', '0123456789ab'])('stays where it is another one by now: %s', async (content) => {
    bucket.objects.set(key, Buffer.from('old'));
    const ifMatch = await etagOf();
    bucket.objects.set(key, Buffer.from('theirs'));
    expect(await rejection(store().replace(key, bodyOf(content), { ...options, ifMatch }))).toMatchObject({
      code: 'OBJECT_CONFLICT',
    });
    expect(text(bucket.objects.get(key))).toBe('theirs');
  });

  it.each([
    ['put', 'new'],
    ['complete', '0123456789ab'],
  ])('is ours where the answer to the %s got lost', async (call, content) => {
    bucket.objects.set(key, Buffer.from('old'));
    const ifMatch = await etagOf();
    bucket.fault = failOnce(`${call} done`, 'RESPONSE_CUT');
    const replaced = await store().replace(key, bodyOf(content), { ...options, ifMatch });
    expect(replaced).toMatchObject({ size: content.length });
    expect([bucket.uploads.size, uploads.records.size]).toEqual([0, 0]);
  });

  it('is not ours where others won between two attempts', async () => {
    bucket.objects.set(key, Buffer.from('old'));
    const ifMatch = await etagOf();
    bucket.fault = (moment) => {
      if (moment !== 'put' || text(bucket.objects.get(key)) !== 'old') return undefined;
      bucket.objects.set(key, Buffer.from('them'));
      return 'STORE_ERROR';
    };
    expect(await rejection(store().replace(key, bodyOf('new'), { ...options, ifMatch }))).toMatchObject({
      code: 'OBJECT_MISMATCH',
      facts: { key, store: 'memory:pictures', expected: 'size:3', found: 'size:4' },
    });
  });

  it('is not put again where that can not succeed', async () => {
    bucket.objects.set(key, Buffer.from('old'));
    const ifMatch = await etagOf();
    bucket.fault = (moment) => (moment === 'put' ? 'STORE_ACCESS_DENIED' : undefined);
    expect(await rejection(store().replace(key, bodyOf('new'), { ...options, ifMatch }))).toMatchObject({
      code: 'STORE_ACCESS_DENIED',
    });
    expect(ofKind('put')).toHaveLength(1);
  });
});
