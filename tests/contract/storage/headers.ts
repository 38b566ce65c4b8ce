import { describe, expect, it } from 'vitest';
import type { HeaderCalls, StorageDriver } from '../../../src/core/storage.js';
import { bodyOf, call, key, put, sampleBytes } from './samples.js';
import type { BucketFixture } from './storage-contract.js';

const name = key('图/a 1+.png');
const standing = { 'content-type': 'image/png', 'cache-control': 'max-age=60', 'content-language': 'zh' };

/** New headers for objects that stand. */
export function describeHeaders(current: () => BucketFixture): void {
  const standingObject = async () => {
    const { driver } = current();
    const bytes = sampleBytes(1000);
    await driver.put(name, bodyOf(bytes), put({ headers: standing }));
    const info = await driver.head(name, call());
    return { bytes, ifMatch: info?.etag ?? '' };
  };

  const headerCalls = (driver: StorageDriver): HeaderCalls => {
    if (!driver.headers) throw new Error('the driver sets no headers');
    return driver.headers;
  };

  describe('new headers', () => {
    it('take the place of those of the same name, and everything else stays', async () => {
      const { driver, readRaw } = current();
      const calls = headerCalls(driver);
      const { bytes, ifMatch } = await standingObject();
      const access = { [calls.aclHeader]: 'public-read' };
      await calls.setHeaders(name, { ...access, 'cache-control': 'no-cache' }, { ...call(), ifMatch });
      expect(await calls.readAcl(name, call())).toBe('public-read');
      await calls.setHeaders(name, { 'content-disposition': 'inline' }, { ...call(), ifMatch });
      const expected = { ...standing, 'cache-control': 'no-cache', 'content-disposition': 'inline' };
      const { headers, contentType } = (await driver.head(name, call())) ?? {};
      expect({ 'content-type': contentType, ...headers }).toMatchObject(expected);
      expect(await calls.readAcl(name, call())).toBe('public-read');
      expect((await readRaw(name))?.equals(bytes)).toBe(true);
      const without = ['content-disposition'];
      await calls.setHeaders(name, { 'cache-control': 'max-age=60' }, { ...call(), ifMatch, without });
      expect((await driver.head(name, call()))?.headers).not.toHaveProperty('content-disposition');
      expect((await driver.head(name, call()))?.headers['cache-control']).toBe('max-age=60');
    });

    it('are refused for another object than the one that was looked at', async () => {
      const { driver } = current();
      const { ifMatch } = await standingObject();
      await driver.put(name, bodyOf(sampleBytes(1001)), put({ headers: standing }));
      const setting = headerCalls(driver).setHeaders(name, { 'cache-control': 'no-cache' }, { ...call(), ifMatch });
      await expect(setting).rejects.toMatchObject({ code: 'SOURCE_CHANGED' });
      expect((await driver.head(name, call()))?.headers['cache-control']).toBe('max-age=60');
    });
  });
}
