import { describe, expect, it } from 'vitest';
import { ImgferryError } from '../../../src/core/errors.js';
import type { ObjectKey } from '../../../src/core/object-key.js';
import type { ObjectStore, ProvenObject, UnreadObject } from '../../../src/core/storage.js';
import { bodyOf, call, collect, key, sampleBytes, sampleKeys } from './samples.js';
import type { BucketFixture } from './storage-contract.js';

const numbered = Array.from({ length: 40 }, (_, at) => key(`many/${at}.png`));

/** What stands there is said of each object alone, however many are asked for at once. */
export function describeReadBack(current: () => BucketFixture): void {
  describe('reading back many objects', () => {
    const all = [...sampleKeys.map(([, one]) => one), ...numbered];
    const sizes = new Map(all.map((one, at) => [one, 10 + at]));
    const keysHere = () => all.filter((one) => Buffer.byteLength(one) <= current().longestKey);

    async function storeAll(store: ObjectStore): Promise<readonly UnreadObject[]> {
      const stored = await Promise.all(
        keysHere().map((one) =>
          store.storeUnread(one, bodyOf(sampleBytes(sizes.get(one) ?? 0)), { headers: {}, ...call() }),
        ),
      );
      return stored.flatMap((one) => ('isUnread' in one ? [one] : []));
    }

    const codesOf = (results: readonly (ProvenObject | ImgferryError)[]) =>
      results.map((one) => (one instanceof ImgferryError ? one.code : one.info.size));

    it('says of each that it arrived, whatever its name', async () => {
      const { openStore } = current();
      const store = await openStore({});
      const unread = await storeAll(store);
      const keys = keysHere();
      expect(unread.map((one) => one.key)).toEqual(keys);
      const found = await store.readBack([...unread].reverse(), call());
      expect(codesOf(found)).toEqual([...keys].reverse().map((one) => sizes.get(one)));
      for (const one of found) {
        if (one instanceof ImgferryError) continue;
        const { etag, size, checksum } = one.info;
        const head = await store.head(one.info.key, call());
        expect({ etag, size }).toEqual({ etag: head?.etag, size: head?.size });
        expect(checksum?.kind).toBe('md5');
      }
      await store.close();
    });

    it('says of those that others changed or removed meanwhile that they are not the ones', async () => {
      const { openStore, writeRaw, driver } = current();
      const store = await openStore({});
      const unread = await storeAll(store);
      const [replaced, longer, removed] = [numbered[0], numbered[20], numbered[39]];
      if (!replaced || !longer || !removed) throw new Error('there are forty');
      await writeRaw(replaced, sampleBytes(sizes.get(replaced) ?? 0, 7));
      await writeRaw(longer, sampleBytes(500));
      await driver.delete(removed, call());
      const found = await store.readBack(unread, call());
      const faulty = new Set([replaced, longer, removed]);
      expect(codesOf(found)).toEqual(keysHere().map((one) => (faulty.has(one) ? 'OBJECT_MISMATCH' : sizes.get(one))));
      await store.close();
    });

    it('leaves what stood there already to be compared at once', async () => {
      const { openStore, writeRaw } = current();
      const store = await openStore({});
      const [one = key('a'), other = key('b')] = numbered;
      await writeRaw(one, sampleBytes(100));
      await writeRaw(other, sampleBytes(100, 2));
      const storeIt = (name: ObjectKey) =>
        store.storeUnread(name, bodyOf(sampleBytes(100)), { headers: {}, ...call() });
      expect(await storeIt(one)).toMatchObject({ state: 'reused' });
      await expect(storeIt(other)).rejects.toMatchObject({ code: 'OBJECT_CONFLICT' });
      expect(await collect(store.list('', call()))).toHaveLength(2);
      await store.close();
    });
  });
}
