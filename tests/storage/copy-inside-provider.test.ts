import { beforeEach, describe, expect, it } from 'vitest';
import { asObjectKey } from '../../src/core/object-key.js';
import type { ObjectInfo, ObjectStore } from '../../src/core/storage.js';
import { failOnce, keepUploads, type MemoryBucket, openMemoryBucket, storeOverBucket } from './memory-bucket.js';
import { bodyOf } from './object-body.js';
import { proved } from './proved.js';
import { rejection } from './refusal.js';

const { signal } = new AbortController();
const from = asObjectKey('from.png');
const to = asObjectKey('to.png');

let bucket: MemoryBucket;

beforeEach(() => {
  bucket = openMemoryBucket();
  bucket.objects.set(from, Buffer.from('bytes'));
});

async function described(store: ObjectStore): Promise<ObjectInfo> {
  const info = await store.head(from, { signal });
  if (!info) throw new Error('it was put');
  bucket.calls.length = 0;
  return info;
}

const reads = (): string[] => bucket.calls.filter((call) => call.startsWith('open'));

describe('a copy inside the provider', () => {
  it('is proved by the ETags, and reads nothing', async () => {
    const store = storeOverBucket(bucket);
    const copied = await store.copyFrom(store, await described(store), to, { signal });
    expect(copied).toEqual({ info: expect.objectContaining({ key: to, size: 5 }) });
    expect(bucket.calls).toEqual(['copy from.png', 'head to.png']);
  });

  it('goes in parts above the limit, each with its range, and is proved by reading', async () => {
    bucket.objects.set(from, Buffer.from('0123456789a'));
    const uploads = keepUploads();
    const store = storeOverBucket(bucket, { uploads });
    const info = { ...(await described(store)), etag: '"of parts-3"' };
    bucket.driver.head = async (key) => {
      const bytes = bucket.objects.get(key);
      return bytes && { key, size: bytes.length, etag: key === from ? info.etag : '"x-3"', headers: {} };
    };
    const copied = await proved(store, await store.copyFrom(store, info, to, { signal }), { signal });
    expect(copied.digest).toBe(bodyOf('0123456789a').digest);
    expect(bucket.objects.get(to)?.toString()).toBe('0123456789a');
    expect(bucket.calls.filter((call) => call.startsWith('copyPart')).sort()).toEqual([
      'copyPart 1',
      'copyPart 2',
      'copyPart 3',
    ]);
    expect(reads()).toEqual(['open from.png', 'open to.png']);
    expect(uploads.records.size).toBe(0);
  });

  it('goes on with the parts of the same object only', async () => {
    bucket.objects.set(from, Buffer.from('0123456789a'));
    const uploads = keepUploads();
    const store = storeOverBucket(bucket, { uploads });
    const info = await described(store);
    bucket.uploads.set(
      'left',
      new Map([
        [1, Buffer.from('0123')],
        [2, Buffer.from('45')],
      ]),
    );
    uploads.recordUpload(store.id, { key: to, id: 'left', content: `pictures/from.png ${info.etag}`, partSize: 4 });
    await store.copyFrom(store, info, to, { signal });
    expect(bucket.calls.filter((call) => call.startsWith('copyPart')).sort()).toEqual(['copyPart 2', 'copyPart 3']);
  });

  it('sends the headers that are asked for and configured, and none where none are asked for', async () => {
    const sent: unknown[] = [];
    const { copies } = bucket.driver;
    if (!copies) throw new Error('it has copies');
    const driver = {
      ...bucket.driver,
      copies: {
        ...copies,
        copy: (...[source, key, options]: Parameters<typeof copies.copy>) => {
          sent.push([options.headers, options.ifAbsent]);
          return copies.copy(source, key, options);
        },
      },
    };
    const store = storeOverBucket({ driver }, { headers: { 'cache-control': 'no-cache' } });
    await store.copyFrom(store, await described(store), to, { signal, headers: { 'content-type': 'image/png' } });
    await store.copyFrom(store, await described(store), asObjectKey('other.png'), { signal });
    expect(sent).toEqual([
      [{ 'content-type': 'image/png', 'cache-control': 'no-cache' }, true],
      [undefined, true],
    ]);
  });

  it('takes what was copied and whose answer got lost for its own', async () => {
    const store = storeOverBucket(bucket);
    bucket.fault = failOnce('copy done', 'RESPONSE_CUT');
    expect(await store.copyFrom(store, await described(store), to, { signal })).toMatchObject({ info: { size: 5 } });
    expect(bucket.calls.filter((call) => call.startsWith('copy'))).toHaveLength(2);
  });

  it('leaves other bytes under the key alone', async () => {
    const store = storeOverBucket(bucket);
    bucket.objects.set(to, Buffer.from('their'));
    expect(await rejection(store.copyFrom(store, await described(store), to, { signal }))).toMatchObject({
      code: 'OBJECT_CONFLICT',
      facts: { key: to, store: 'memory:pictures' },
    });
    expect(bucket.objects.get(to)?.toString()).toBe('their');
  });

  it.each(['STORE_ACCESS_DENIED', 'SOURCE_CHANGED'] as const)('ends with %s as it comes', async (code) => {
    const store = storeOverBucket(bucket);
    bucket.fault = (moment) => (moment === 'copy' ? code : undefined);
    expect(await rejection(store.copyFrom(store, await described(store), to, { signal }))).toMatchObject({ code });
  });

  it('says so when the copy is not there afterwards', async () => {
    const store = storeOverBucket(bucket);
    const info = await described(store);
    bucket.driver.head = async () => undefined;
    expect(await rejection(store.copyFrom(store, info, to, { signal }))).toMatchObject({
      code: 'OBJECT_MISMATCH',
      facts: { key: to, expected: 'present', found: 'absent' },
    });
  });

  it('says that it is the newer object where the provider copied that', async () => {
    const store = storeOverBucket(bucket);
    const info = await described(store);
    bucket.objects.set(from, Buffer.from('newer'));
    expect(await store.copyFrom(store, info, to, { signal })).toEqual({
      info: expect.objectContaining({ key: to }),
      isNewer: true,
    });
  });

  it('is a mismatch where the copy holds neither what was described nor what stands there now', async () => {
    const store = storeOverBucket(bucket);
    const info = await described(store);
    const { copies } = bucket.driver;
    if (!copies) throw new Error('it has copies');
    const { copy } = copies;
    copies.copy = async (...call) => {
      await copy(...call);
      bucket.objects.set(to, Buffer.from('damaged'));
    };
    const refused = { code: 'OBJECT_MISMATCH', facts: { expected: 'size:5', found: 'size:7' } };
    expect(await rejection(store.copyFrom(store, info, to, { signal }))).toMatchObject(refused);
    bucket.objects.delete(to);
    bucket.objects.set(from, Buffer.from('newer'));
    expect(await rejection(store.copyFrom(store, info, to, { signal }))).toMatchObject(refused);
  });

  it('needs two buckets that can', async () => {
    const store = storeOverBucket(bucket);
    const { place: _place, ...elsewhere } = bucket.driver;
    const info = await described(store);
    await expect(store.copyFrom(storeOverBucket({ driver: elsewhere }), info, to, { signal })).rejects.toThrow(
      'memory:pictures is no bucket',
    );
    for (const missing of ['copies', 'multipart'] as const) {
      const { [missing]: _missing, ...driver } = bucket.driver;
      await expect(storeOverBucket({ driver }).copyFrom(store, info, to, { signal })).rejects.toThrow('has no copies');
    }
  });
});

describe('canCopyAsListed', () => {
  const info: ObjectInfo = { key: from, size: 10, etag: `"${'a'.repeat(32)}"`, headers: {} };

  it.each([
    ['an object in one piece', {}, {}, true],
    ['one that is larger than one copy', { size: 11 }, {}, false],
    ['one in parts', { etag: `"${'a'.repeat(32)}-2"` }, {}, false],
    ['a store with headers of its own', {}, { headers: { 'cache-control': 'no-cache' } }, false],
    ['a store with an empty list of them', {}, { headers: {} }, true],
  ])('judges %s', (_, changes, options, expected) => {
    expect(storeOverBucket(bucket, options).canCopyAsListed({ ...info, ...changes })).toBe(expected);
  });

  it('is no where the driver has no copies', () => {
    const { copies: _copies, ...driver } = bucket.driver;
    expect(storeOverBucket({ driver }).canCopyAsListed(info)).toBe(false);
  });
});

describe('a listing', () => {
  const listed = async (store: ObjectStore, prefix = ''): Promise<string[]> => {
    const keys: string[] = [];
    for await (const { key } of store.list(prefix, { signal })) keys.push(key);
    return keys;
  };

  beforeEach(() => {
    bucket.objects.clear();
    for (const name of ['a/1', 'a/2', 'a/3', 'b/1']) bucket.objects.set(name, Buffer.from(name));
  });

  it('goes on behind the last key that was seen', async () => {
    bucket.fault = failOnce('list', 'RESPONSE_CUT', 3);
    expect(await listed(storeOverBucket(bucket), 'a/')).toEqual(['a/1', 'a/2', 'a/3']);
    expect(bucket.calls).toEqual(['list a/1', 'list a/2', 'list a/3', 'list a/3']);
  });

  it('ends with what can not succeed, and after as many attempts as it has', async () => {
    for (const [code, attempts] of [
      ['STORE_ACCESS_DENIED', 1],
      ['STORE_ERROR', 3],
    ] as const) {
      bucket.calls.length = 0;
      bucket.fault = (moment) => (moment === 'list' ? code : undefined);
      expect(await rejection(listed(storeOverBucket(bucket)))).toMatchObject({ code });
      expect(bucket.calls).toHaveLength(attempts);
    }
  });

  it('lets go of the driver’s when it is left half-way', async () => {
    let isOver = false;
    async function* list(): AsyncGenerator<ObjectInfo> {
      try {
        for (;;) yield { key: from, size: 1, headers: {} };
      } finally {
        isOver = true;
      }
    }
    for await (const _ of storeOverBucket({ driver: { ...bucket.driver, list } }).list('', { signal })) break;
    expect(isOver).toBe(true);
  });
});

describe('what goes through to the driver', () => {
  it('is made again where that can succeed, with its key looked at', async () => {
    const store = storeOverBucket(bucket);
    bucket.fault = failOnce('delete', 'STORE_ERROR');
    await store.remove(from, { signal });
    expect(bucket.objects.has(from)).toBe(false);
    expect(bucket.calls).toEqual(['delete from.png', 'delete from.png']);
    const bad = '../a' as typeof from;
    await expect(async () => store.remove(bad, { signal })).rejects.toMatchObject({ code: 'KEY_INVALID' });
    await store.close();
    expect(bucket.calls.at(-1)).toBe('close');
    expect(store.addresses).toEqual(['https://img.example.com/']);
    expect(store.publicUrl(from)).toBe('https://img.example.com/from.png');
    expect(store.keyOf('https://elsewhere.example/')).toBeUndefined();
  });
});
