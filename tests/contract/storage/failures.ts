import { buffer } from 'node:stream/consumers';
import { describe, expect, it } from 'vitest';
import type { StorageDriver } from '../../../src/core/storage.js';
import { bodyOf, call, collect, fileBodyOf, key, put, sampleBytes } from './samples.js';
import type { BucketFixture, RemoteFixture } from './storage-contract.js';

const name = key('a.png');

const calls: readonly (readonly [string, (driver: StorageDriver, signal: AbortSignal) => Promise<unknown>])[] = [
  ['head', (driver, signal) => driver.head(name, { signal })],
  ['open', (driver, signal) => driver.open(name, { signal })],
  ['put', (driver, signal) => driver.put(name, bodyOf(sampleBytes(10)), put({ signal }))],
  ['delete', (driver, signal) => driver.delete(name, { signal })],
  ['list', (driver, signal) => collect(driver.list('', { signal }))],
];

/** What a driver does when the network or the provider fails. */
export function describeFailures(current: () => RemoteFixture): void {
  describe('a failure', () => {
    it.each(calls)('of the provider (503) at %s is one that can pass', async (_, makeCall) => {
      const { driver, network } = current();
      network.answer503(1);
      await expect(makeCall(driver, call().signal)).rejects.toMatchObject({
        code: 'STORE_ERROR',
        isPassing: true,
        cause: expect.anything(),
      });
    });

    it('is met with one call: a driver does not try again', async () => {
      const { driver, network } = current();
      network.answer503(2);
      await expect(driver.head(name, call())).rejects.toMatchObject({ isPassing: true });
      await expect(driver.head(name, call())).rejects.toMatchObject({ isPassing: true });
      expect(await driver.head(name, call())).toBeUndefined();
    });

    it('of the connection in mid-put stores nothing and can pass', async () => {
      const { driver, network, rawNames } = current();
      for (const body of [bodyOf(sampleBytes(1 << 20)), await fileBodyOf(sampleBytes(1 << 20))]) {
        network.cutNextPut();
        await expect(driver.put(name, body, put())).rejects.toMatchObject({ isPassing: true });
        expect(await rawNames()).toEqual([]);
      }
      await driver.put(name, bodyOf(sampleBytes(10)), put());
    });

    it('of the connection in mid-read does not look like the end of the object', async () => {
      const { driver, network, writeRaw } = current();
      await writeRaw(name, sampleBytes(1 << 20));
      network.cutNextRead();
      const reading = driver.open(name, call()).then(({ stream }) => buffer(stream));
      await expect(reading).rejects.toMatchObject({ isPassing: true });
    });

    it.each(calls)('to answer at all ends with the caller’s patience at %s', async (_, makeCall) => {
      const { driver, network } = current();
      const silence = network.fallSilent();
      const controller = new AbortController();
      const refused = expect(makeCall(driver, controller.signal)).rejects.toThrow();
      await silence;
      controller.abort();
      await refused;
    });

    it('to close leaves no socket', async () => {
      const { driver, network } = current();
      await Promise.all(Array.from({ length: 10 }, () => driver.head(name, call())));
      await driver.put(name, bodyOf(sampleBytes(10)), put());
      const { stream } = await driver.open(name, call());
      await buffer(stream);
      expect(network.connections()).toBeGreaterThan(0);
      await driver.close();
      await network.hangUp();
      await network.disconnected();
      expect(network.connections()).toBe(0);
    });
  });
}

/** What is noticed by the checksum that a bucket answers with. */
export function describeChecksums(current: () => BucketFixture): void {
  describe('a failure', () => {
    it('in the checksum of a put is noticed', async () => {
      const { driver, network } = current();
      network.answerWrongChecksum();
      await expect(driver.put(name, bodyOf(sampleBytes(10)), put())).rejects.toMatchObject({
        code: 'CHECKSUM_MISMATCH',
        isPassing: true,
      });
    });
  });
}
