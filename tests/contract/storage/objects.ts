import { createHash } from 'node:crypto';
import { buffer } from 'node:stream/consumers';
import { describe, expect, it } from 'vitest';
import type { Checksum } from '../../../src/core/storage.js';
import { crc64 } from '../../support/oss/crc64.js';
import { bodyOf, call, collect, fileBodyOf, key, put, sampleBytes, sampleKeys } from './samples.js';
import type { StorageFixture } from './storage-contract.js';

const sizes: readonly (readonly [string, number])[] = [
  ['nothing', 0],
  ['one byte', 1],
  ['1 MiB', 1 << 20],
  ['16 MiB less a byte', (16 << 20) - 1],
  ['16 MiB', 16 << 20],
  ['16 MiB and a byte', (16 << 20) + 1],
];

/** Putting, looking at, reading, deleting one object. */
export function describeObjects(current: () => StorageFixture): void {
  describe('an object', () => {
    it.each(sampleKeys)('is put, seen, read, listed and deleted under a key of %s', async (_, name, encoded) => {
      const { driver, publicBase, readRaw, longestKey } = current();
      if (Buffer.byteLength(name) > longestKey) return;
      const bytes = sampleBytes(100);
      await driver.put(name, bodyOf(bytes), put());
      expect(await readRaw(name)).toEqual(bytes);
      expect(await driver.head(name, call())).toMatchObject({ key: name, size: 100 });
      const { info, stream } = await driver.open(name, call());
      expect(info).toMatchObject({ key: name, size: 100 });
      expect(await buffer(stream)).toEqual(bytes);
      const listed = await collect(driver.list('', call()));
      expect(listed.map((one) => [one.key, one.size])).toEqual([[name, 100]]);
      expect(driver.publicUrl(name)).toBe(publicBase === undefined ? undefined : publicBase + encoded);
      await driver.delete(name, call());
      expect(await driver.head(name, call())).toBeUndefined();
      expect(await readRaw(name)).toBeUndefined();
    });

    it.each(sizes)('of %s comes back whole, from memory and from a file', async (_, size) => {
      const { driver } = current();
      const bytes = sampleBytes(size);
      for (const [name, body] of [
        [key('memory.png'), bodyOf(bytes)],
        [key('file.png'), await fileBodyOf(bytes)],
      ] as const) {
        expect(await driver.put(name, body, put())).toMatchObject({ key: name, size });
        const { stream } = await driver.open(name, call());
        expect((await buffer(stream)).equals(bytes)).toBe(true);
      }
    });

    it('has the checksum that the driver claims to give', async () => {
      const { driver } = current();
      const bytes = sampleBytes(5000);
      await driver.put(key('a.png'), bodyOf(bytes), put());
      const { checksum } = (await driver.head(key('a.png'), call())) ?? {};
      expect(checksum).toEqual(expectedChecksum(driver.features.checksum, bytes));
    });

    it('shows by its checksum that its bytes are others', async () => {
      const { driver, writeRaw } = current();
      await driver.put(key('a.png'), bodyOf(sampleBytes(5000)), put());
      await writeRaw(key('a.png'), sampleBytes(5000, 2));
      const { checksum } = (await driver.head(key('a.png'), call())) ?? {};
      expect(checksum).toEqual(expectedChecksum(driver.features.checksum, sampleBytes(5000, 2)));
    });

    it('keeps its headers where the store has a place for them', async () => {
      const { driver, keepsHeaders } = current();
      const headers = { 'content-type': 'image/webp', 'cache-control': 'public, max-age=31536000, immutable' };
      await driver.put(key('a.webp'), bodyOf(sampleBytes(10)), put({ headers }));
      const info = await driver.head(key('a.webp'), call());
      if (!keepsHeaders) expect(info?.headers).toEqual({});
      else expect(info).toMatchObject({ contentType: 'image/webp', headers });
    });

    it('is still there for the next run', async () => {
      const { driver, reopen } = current();
      await driver.put(key('a.png'), bodyOf(sampleBytes(10)), put());
      await driver.close();
      const later = await reopen();
      const { stream } = await later.open(key('a.png'), call());
      expect(await buffer(stream)).toEqual(sampleBytes(10));
      await later.close();
    });
  });

  describe('an object that is absent', () => {
    it('has no head', async () => {
      expect(await current().driver.head(key('a/b/c.png'), call())).toBeUndefined();
    });

    it('can’t be opened', async () => {
      await expect(current().driver.open(key('a/b/c.png'), call())).rejects.toMatchObject({ code: 'OBJECT_NOT_FOUND' });
    });

    it('can be deleted', async () => {
      const { driver } = current();
      await driver.delete(key('a/b/c.png'), call());
      await driver.put(key('a.png'), bodyOf(sampleBytes(10)), put());
      await driver.delete(key('a.png'), call());
      await driver.delete(key('a.png'), call());
      expect(await driver.head(key('a.png'), call())).toBeUndefined();
    });

    it('is not one of which it is the beginning, nor one behind it', async () => {
      const { driver } = current();
      await driver.put(key('a/b.png'), bodyOf(sampleBytes(10)), put());
      for (const name of ['a', 'a/b', 'a/b.pn', 'b.png']) expect(await driver.head(key(name), call())).toBeUndefined();
    });
  });

  describe('a look before work', () => {
    it('leaves nothing behind and finds a store that may be used', async () => {
      const { driver, rawNames } = current();
      expect(await driver.preflight(call())).toHaveProperty('findings');
      await driver.put(key('a.png'), bodyOf(sampleBytes(10)), put());
      await driver.preflight(call());
      expect(await rawNames()).toEqual(['a.png']);
    });
  });
}

function expectedChecksum(kind: Checksum['kind'] | undefined, bytes: Buffer): Checksum | undefined {
  if (kind === undefined) return undefined;
  const value = kind === 'crc64' ? crc64(bytes) : createHash(kind).update(bytes).digest('hex');
  return { kind, value };
}
