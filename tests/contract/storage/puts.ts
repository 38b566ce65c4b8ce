import { writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { setImmediate } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { ImgferryError } from '../../../src/core/errors.js';
import { openFilesBelow } from '../../support/open-files.js';
import { temporaryFolder } from '../../support/temporary-folder.js';
import { bodyOf, call, fileBodyOf, key, put, sampleBytes } from './samples.js';
import type { RemoteFixture, StorageFixture } from './storage-contract.js';

const name = key('文章/a.png');

/** What a put promises when others put too, and when it is stopped. */
export function describePuts(current: () => StorageFixture): void {
  describe('a put', () => {
    it('replaces what stands there when nothing is said', async () => {
      const { driver, readRaw } = current();
      await driver.put(name, bodyOf(sampleBytes(10)), put());
      await driver.put(name, bodyOf(sampleBytes(20, 2)), put());
      expect(await readRaw(name)).toEqual(sampleBytes(20, 2));
    });

    it('that asks for an absent object leaves the one that stands there', async () => {
      const { driver, readRaw } = current();
      await driver.put(name, bodyOf(sampleBytes(10)), put({ ifAbsent: true }));
      for (const bytes of [sampleBytes(10), sampleBytes(10, 2)])
        await expect(driver.put(name, bodyOf(bytes), put({ ifAbsent: true }))).rejects.toMatchObject({
          code: 'OBJECT_CONFLICT',
          facts: { key: name },
        });
      expect(await readRaw(name)).toEqual(sampleBytes(10));
    });

    it('that asks for an ETag replaces that object and no other', async () => {
      const { driver, readRaw } = current();
      const { etag: first = '' } = await driver.put(name, bodyOf(sampleBytes(10)), put());
      const { etag: second = '' } = await driver.put(name, bodyOf(sampleBytes(20, 2)), put({ ifMatch: first }));
      expect(second).not.toBe(first);
      await expect(driver.put(name, bodyOf(sampleBytes(30, 3)), put({ ifMatch: first }))).rejects.toMatchObject({
        code: 'OBJECT_CONFLICT',
      });
      expect(await readRaw(name)).toEqual(sampleBytes(20, 2));
      expect((await driver.head(name, call()))?.etag).toBe(second);
    });

    it('that asks for an ETag stores nothing where nothing stands', async () => {
      const { driver, rawNames } = current();
      await expect(driver.put(name, bodyOf(sampleBytes(10)), put({ ifMatch: '"0"' }))).rejects.toMatchObject({
        code: 'OBJECT_CONFLICT',
      });
      expect(await rawNames()).toEqual([]);
    });

    it('is seen whole or not at all by those who read meanwhile', async () => {
      const { driver } = current();
      // of one size, as Apache asks for the size of a file before it opens it: it can mix the size of one with the bytes of another
      const versions = [sampleBytes(300_000, 1), sampleBytes(300_000, 2)] as const;
      await driver.put(name, bodyOf(versions[0]), put());
      const writing = (async () => {
        for (let time = 0; time < 20; time += 1) await driver.put(name, bodyOf(versions[time % 2 ? 0 : 1]), put());
      })();
      for (let time = 0; time < 20; time += 1) {
        const { stream } = await driver.open(name, call());
        const seen = await buffer(stream);
        expect(versions.some((bytes) => bytes.equals(seen))).toBe(true);
      }
      await writing;
    });

    it.each([
      ['shorter than was said', 900],
      ['longer than was said', 1100],
      ['gone', undefined],
    ])('stores nothing of a file that is %s', async (_, size) => {
      const { driver, rawNames } = current();
      const path = join(await temporaryFolder(), 'body');
      if (size !== undefined) await writeFile(path, sampleBytes(size));
      const body = { ...bodyOf(sampleBytes(1000)), content: { path } };
      await expect(driver.put(name, body, put())).rejects.toBeInstanceOf(ImgferryError);
      expect(await rawNames()).toEqual([]);
    });
  });

  describe('a put that is aborted', () => {
    it('before it began stores nothing', async () => {
      const { driver, rawNames } = current();
      await expect(driver.put(name, bodyOf(sampleBytes(10)), put({ signal: AbortSignal.abort() }))).rejects.toThrow();
      expect(await rawNames()).toEqual([]);
    });

    it('at any instant leaves the whole object or nothing', async () => {
      const { driver, readRaw, rawNames } = current();
      const bytes = sampleBytes(1 << 20);
      const bodies = [bodyOf(bytes), await fileBodyOf(bytes)];
      for (let turns = 0; turns < 60; turns += 1) {
        const controller = new AbortController();
        const body = bodies[turns % 2] ?? bodyOf(bytes);
        const outcome = driver.put(name, body, put({ signal: controller.signal })).then(
          () => 'stored',
          () => 'refused',
        );
        for (let turn = 0; turn < turns; turn += 1) await setImmediate();
        controller.abort();
        const isStored = (await outcome) === 'stored';
        const raw = await readRaw(name);
        if (isStored || raw) expect(raw?.equals(bytes)).toBe(true);
        expect((await rawNames()).filter((one) => one !== name)).toEqual([]);
        await driver.delete(name, call());
      }
      await expect.poll(() => openFilesBelow(tmpdir())).toEqual([]); // a stream's file closes a moment after it
    });
  });
}

/** What stores promise that decide for themselves what stands under a key. */
export function describeRaces(current: () => StorageFixture): void {
  describe('a put', () => {
    it('wins alone when twenty race for an absent object', async () => {
      const { driver, readRaw, rawNames } = current();
      const bodies = Array.from({ length: 20 }, (_, at) => sampleBytes(50_000, at + 1));
      const results = await Promise.allSettled(
        bodies.map(async (bytes, at) =>
          driver.put(name, at % 2 === 0 ? bodyOf(bytes) : await fileBodyOf(bytes), put({ ifAbsent: true })),
        ),
      );
      const winners = bodies.filter((_, at) => results[at]?.status === 'fulfilled');
      expect(winners).toHaveLength(1);
      expect(await readRaw(name)).toEqual(winners[0]);
      for (const result of results)
        if (result.status === 'rejected') expect(result.reason).toMatchObject({ code: 'OBJECT_CONFLICT' });
      expect(await rawNames()).toEqual([name]);
    });
  });
}

/** What a put does with its connection. */
export function describeRemotePuts(current: () => RemoteFixture): void {
  describe('a put that is aborted', () => {
    it('in mid-body stores nothing and lets go of the connection', async () => {
      const { driver, rawNames, network } = current();
      for (const body of [bodyOf(sampleBytes(16 << 20)), await fileBodyOf(sampleBytes(16 << 20))]) {
        const controller = new AbortController();
        const half = network.halfOfNextPut();
        const putting = driver.put(name, body, put({ signal: controller.signal }));
        await half;
        controller.abort();
        await expect(putting).rejects.toThrow();
        expect(await rawNames()).toEqual([]);
      }
      await driver.close();
      await network.hangUp();
      await network.disconnected();
      expect(await rawNames()).toEqual([]);
    });
  });
}
