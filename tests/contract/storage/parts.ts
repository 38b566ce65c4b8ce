import { buffer } from 'node:stream/consumers';
import { describe, expect, it } from 'vitest';
import type { UploadLedger, UploadRecord } from '../../../src/core/ledger.js';
import type { ObjectKey } from '../../../src/core/object-key.js';
import type {
  CopyCalls,
  MultipartCalls,
  ObjectInfo,
  ObjectStore,
  ProvenObject,
  StorageDriver,
} from '../../../src/core/storage.js';
import { partOf } from '../../../src/storage/body-stream.js';
import { proved } from '../../storage/proved.js';
import { bodyOf, call, fileBodyOf, key, put, sampleBytes } from './samples.js';
import type { BucketFixture } from './storage-contract.js';

const name = key('文章/large 1+.bin');
const MiB = 2 ** 20;
const store = { headers: { 'content-type': 'image/png', 'cache-control': 'max-age=60' } };
/** Parts of 5 MiB, the least that providers take. */
const limits = { putAbove: 12 * MiB, putPart: 5 * MiB, copyAbove: 12 * MiB, copyPart: 5 * MiB };

/** Uploads as the ledger keeps them. */
function keepUploads(): UploadLedger & { readonly records: Map<ObjectKey, UploadRecord> } {
  const records = new Map<ObjectKey, UploadRecord>();
  return {
    records,
    uploadOf: (_, one) => records.get(one),
    uploads: () => [...records.values()],
    recordUpload: (_, record) => void records.set(record.key, record),
    forgetUpload: (_, one) => void records.delete(one),
  };
}

const partsOf = ({ multipart, copies }: StorageDriver): MultipartCalls & { readonly copies: CopyCalls } => {
  if (!multipart || !copies) throw new Error('the driver has no parts');
  return { ...multipart, copies };
};

/** Objects in parts, and copies inside the provider. */
export function describeParts(current: () => BucketFixture): void {
  const openStore = (options: Parameters<BucketFixture['openStore']>[0] = {}): Promise<ObjectStore> =>
    current().openStore({ limits, ...options });

  describe('an upload in parts', () => {
    it('is seen when it is completed, and not before', async () => {
      const { driver, readRaw, rawNames } = current();
      const parts = partsOf(driver);
      const bytes = sampleBytes(5 * MiB + 7);
      for (const body of [bodyOf(bytes), await fileBodyOf(bytes)]) {
        const upload = await parts.begin(name, put(store));
        const second = await parts.putPart(upload, 2, partOf(body, 5 * MiB, bytes.length), call());
        await parts.putPart(upload, 1, partOf(body, 0, 100), call());
        const first = await parts.putPart(upload, 1, partOf(body, 0, 5 * MiB), call());
        expect(await parts.listParts(upload, call())).toMatchObject([
          { number: 1, size: 5 * MiB, etag: first.etag },
          { number: 2, size: 7, etag: second.etag },
        ]);
        expect(await rawNames()).toEqual([]);
        await parts.complete(upload, [first, second], call());
        expect((await readRaw(name))?.equals(bytes)).toBe(true);
        expect(await driver.head(name, call())).toMatchObject(store);
        await driver.delete(name, call());
      }
    });

    it('leaves nothing when it is aborted, and can’t be gone on with', async () => {
      const { driver, rawNames } = current();
      const parts = partsOf(driver);
      const upload = await parts.begin(name, put());
      const part = await parts.putPart(upload, 1, partOf(bodyOf(sampleBytes(10)), 0, 10), call());
      await parts.abort(upload, call());
      await parts.abort(upload, call());
      for (const attempt of [
        () => parts.listParts(upload, call()),
        () => parts.putPart(upload, 1, partOf(bodyOf(sampleBytes(10)), 0, 10), call()),
      ])
        await expect(attempt()).rejects.toMatchObject({ code: 'OBJECT_NOT_FOUND' });
      await expect(parts.complete(upload, [part], call())).rejects.toMatchObject({
        code: expect.stringMatching(/^(?:OBJECT_NOT_FOUND|STORE_ERROR)$/), // Ceph answers 500
      });
      expect(await rawNames()).toEqual([]);
    });

    it('leaves what stands under its key', async () => {
      const { driver, readRaw, writeRaw } = current();
      const parts = partsOf(driver);
      const upload = await parts.begin(name, put({ ifAbsent: true }));
      const part = await parts.putPart(upload, 1, partOf(bodyOf(sampleBytes(10)), 0, 10), call());
      await writeRaw(name, sampleBytes(20, 2));
      await expect(parts.complete(upload, [part], { ifAbsent: true, ...call() })).rejects.toMatchObject({
        code: 'OBJECT_CONFLICT',
      });
      expect(await readRaw(name)).toEqual(sampleBytes(20, 2));
      await parts.abort(upload, call());
    });

    it.each([
      ['exactly the limit', 12 * MiB, 0],
      ['one byte over the limit', 12 * MiB + 1, 3],
      ['whole parts', 15 * MiB, 3],
      ['a byte more than whole parts', 15 * MiB + 1, 4],
    ])('is how a body of %s is stored and read back', async (_, size, count) => {
      const opened = await openStore();
      const bytes = sampleBytes(size);
      expect(await opened.store(name, await fileBodyOf(bytes), { ...store, ...call() })).toMatchObject({
        state: 'stored',
        info: { size },
      });
      expect(current().arrivedParts()).toHaveLength(count);
      expect((await current().readRaw(name))?.equals(bytes)).toBe(true);
      expect(await opened.store(name, bodyOf(bytes), { ...store, ...call() })).toMatchObject({ state: 'reused' });
    });

    it('goes on at the part where it stopped', async () => {
      const uploads = keepUploads();
      const first = await openStore({ uploads });
      const body = await fileBodyOf(sampleBytes(23 * MiB));
      await stopAfterParts(first, () => first.store(name, body, { ...store, ...call() }));
      expect(uploads.records.size).toBe(1);
      const arrived = current().arrivedParts().length;
      expect(arrived).toBeGreaterThan(0);
      expect(arrived).toBeLessThan(5);
      const second = await openStore({ uploads });
      expect(await second.store(name, body, { ...store, ...call() })).toMatchObject({ state: 'stored' });
      expect([...current().arrivedParts()].sort()).toEqual([1, 2, 3, 4, 5]);
      expect((await current().readRaw(name))?.equals(sampleBytes(23 * MiB))).toBe(true);
      expect(uploads.records.size).toBe(0);
    });

    it('is given up where its content became another one, and begun anew where it is gone', async () => {
      const uploads = keepUploads();
      const opened = await openStore({ uploads });
      await stopAfterParts(opened, () => opened.store(name, bodyOf(sampleBytes(23 * MiB)), { ...store, ...call() }));
      const [before] = uploads.uploads('');
      const other = sampleBytes(13 * MiB, 2);
      await (await openStore({ uploads })).store(name, bodyOf(other), { ...store, ...call() });
      expect((await current().readRaw(name))?.equals(other)).toBe(true);
      const old = { key: name, id: before?.id ?? '' };
      await expect(partsOf(opened.driver).listParts(old, call())).rejects.toMatchObject({ code: 'OBJECT_NOT_FOUND' });

      await opened.driver.delete(name, call());
      uploads.recordUpload('', { key: name, id: old.id, content: bodyOf(other).digest, partSize: 5 * MiB });
      await (await openStore({ uploads })).store(name, bodyOf(other), { ...store, ...call() });
      expect((await current().readRaw(name))?.equals(other)).toBe(true);
    });

    it('that nobody ended is given up when that is asked for', async () => {
      const uploads = keepUploads();
      const opened = await openStore({ uploads });
      await stopAfterParts(opened, () => opened.store(name, bodyOf(sampleBytes(23 * MiB)), { ...store, ...call() }));
      const upload = { key: name, id: uploads.uploads('')[0]?.id ?? '' };
      expect(await opened.abandonUploads(call())).toBe(1);
      await expect(partsOf(opened.driver).listParts(upload, call())).rejects.toMatchObject({
        code: 'OBJECT_NOT_FOUND',
      });
      expect(await opened.abandonUploads(call())).toBe(0);
    });
  });

  describe('a copy inside the provider', () => {
    const headers = { 'content-type': 'image/webp', 'cache-control': 'max-age=5', 'content-language': 'zh' };
    const copy = async (store: ObjectStore, info: ObjectInfo): Promise<ProvenObject> =>
      proved(store, await store.copyFrom(store, info, name, { headers, ...call() }), call());

    it.each([
      ['small', 5000, 0],
      ['empty', 0, 0],
      ['larger than one copy may be', 12 * MiB + 1, 3],
    ])('brings an object that is %s, with new headers, and is proved', async (_, size, count) => {
      const opened = await openStore();
      const bytes = sampleBytes(size);
      await opened.driver.put(key('from/图 +.png'), bodyOf(bytes), put());
      const info = await opened.head(key('from/图 +.png'), call());
      if (!info) throw new Error('it was put');
      const copied = await copy(opened, info);
      expect(copied.info).toMatchObject({ size, headers });
      expect((await current().readRaw(name))?.equals(bytes)).toBe(true);
      expect(current().arrivedParts()).toHaveLength(count);
    });

    it('refuses a source that is another one by now, and what stands under its key', async () => {
      const opened = await openStore();
      await opened.driver.put(key('a.png'), bodyOf(sampleBytes(10)), put());
      const info = await opened.head(key('a.png'), call());
      if (!info) throw new Error('it was put');
      await opened.driver.put(key('a.png'), bodyOf(sampleBytes(10, 2)), put());
      const result = await copy(opened, info).then(
        ({ isNewer }) => (isNewer ? 'newer' : 'old'),
        (error: unknown) => error,
      );
      if (result === 'newer') {
        expect(await current().readRaw(name)).toEqual(sampleBytes(10, 2)); // Ceph knows no such condition
        await opened.driver.delete(name, call());
      } else expect(result).toMatchObject({ code: 'SOURCE_CHANGED' });
      expect(await current().rawNames()).toEqual(['a.png']);
      const now = await opened.head(key('a.png'), call());
      await current().writeRaw(name, sampleBytes(30, 3));
      await expect(copy(opened, now ?? info)).rejects.toMatchObject({ code: 'OBJECT_CONFLICT' });
      expect(await current().readRaw(name)).toEqual(sampleBytes(30, 3));
    });

    it('reads only the object that was described', async () => {
      const { driver } = current();
      await driver.put(key('a.png'), bodyOf(sampleBytes(10)), put());
      const { etag = '' } = (await driver.head(key('a.png'), call())) ?? {};
      const { stream } = await driver.open(key('a.png'), { ifMatch: etag, ...call() });
      expect(await buffer(stream)).toEqual(sampleBytes(10));
      await driver.put(key('a.png'), bodyOf(sampleBytes(20, 2)), put());
      await expect(driver.open(key('a.png'), { ifMatch: etag, ...call() })).rejects.toMatchObject({
        code: 'SOURCE_CHANGED',
      });
    });
  });
}

/** Runs an action until the first part has arrived, and ends it there as a stopped run does. */
async function stopAfterParts({ driver }: ObjectStore, action: () => Promise<unknown>): Promise<void> {
  const { multipart } = driver;
  if (!multipart) throw new Error('the driver has no parts');
  const { putPart } = multipart;
  let put = 0;
  const away = Object.assign(new Error('away'), { name: 'AbortError' });
  Object.assign(multipart, {
    putPart: async (...args: Parameters<typeof putPart>) => {
      if (++put > 2) throw away;
      return putPart(...args);
    },
  });
  await expect(action()).rejects.toBe(away);
  Object.assign(multipart, { putPart });
}
