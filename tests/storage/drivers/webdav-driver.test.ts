import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import type { StorageDriver } from '../../../src/core/storage.js';
import { createHttpClient } from '../../../src/net/http-client.js';
import { openStore } from '../../../src/storage/open-store.js';
import { parseStore } from '../../../src/storage/store-name.js';
import { bodyOf, call, key, put, sampleBytes } from '../../contract/storage/samples.js';
import { type Apache, hasApache, startWebDav } from '../../support/apache.js';
import { refusal } from '../refusal.js';

const login = { user: 'me', password: 'secret' };

describe.skipIf(!hasApache)(`the WebDAV driver${hasApache ? '' : ' (apache2 is not installed)'}`, () => {
  let apache: Apache;

  beforeAll(async () => {
    apache = await startWebDav({ login });
  });

  afterAll(() => apache?.stop());

  async function open(env: Readonly<Record<string, string>>, path = ''): Promise<StorageDriver> {
    const timeouts = { connect: 5000, headers: 5000, body: 5000 };
    const client = createHttpClient({ userAgent: 'imgferry-test', allowHosts: [], perHost: 6, timeouts });
    onTestFinished(() => client.close());
    const settings = parseStore(`${apache.url.replace('http:', 'webdav:')}/${path}`, {});
    const places = { env, home: '/nonexistent', cwd: '/nonexistent', root: '/nonexistent' };
    return (await openStore(settings, { client, now: Date.now, retry: { attempts: 1 }, ...places })).driver;
  }

  const known = { WEBDAV_USERNAME: login.user, WEBDAV_PASSWORD: login.password };

  it('says that a server asks who is there, and how', async () => {
    const driver = await open({});
    await expect(driver.head(key('a.png'), call())).rejects.toMatchObject({
      code: 'CREDENTIALS_MISSING',
      facts: { provider: 'webdav', found: 'Basic' },
    });
  });

  it('says that a password is refused, and where it came from', async () => {
    const driver = await open({ ...known, WEBDAV_PASSWORD: 'other' });
    await expect(driver.preflight(call())).rejects.toMatchObject({
      code: 'CREDENTIALS_REJECTED',
      facts: { provider: 'webdav', name: 'WEBDAV_USERNAME' },
    });
  });

  it('deletes no folder that has the name of a key', async () => {
    const driver = await open(known, 'kept/');
    await driver.put(key('a/b.png'), bodyOf(sampleBytes(10)), put());
    await driver.delete(key('a'), call());
    expect(await driver.head(key('a/b.png'), call())).toMatchObject({ size: 10 });
  });

  it('puts nothing where a folder has the name of a key', async () => {
    const driver = await open(known, 'taken/');
    await driver.put(key('a/b.png'), bodyOf(sampleBytes(10)), put());
    await expect(driver.put(key('a'), bodyOf(sampleBytes(10)), put())).rejects.toMatchObject({ code: 'STORE_ERROR' });
  });

  it('tells a folder that is not there from one without objects', async () => {
    const env = { WEBDAV_USERNAME: 'me', WEBDAV_PASSWORD: 'secret' };
    await mkdir(join(apache.site, 'bare'), { recursive: true });
    expect(await (await open(env, 'bare')).isThere?.(call())).toBe(true);
    expect(await (await open(env, '')).isThere?.(call())).toBe(true);
    expect(await (await open(env, 'no such')).isThere?.(call())).toBe(false);
  });

  it('lists in the order of keys, folders among files, behind the last that was seen', async () => {
    const files = ['a-b/c.png', 'a.png', 'a/b.png', 'ab.png', '图/1.png'];
    for (const file of files) {
      const path = join(apache.site, 'ordered', file);
      await mkdir(join(path, '..'), { recursive: true });
      await writeFile(path, 'x');
    }
    const driver = await open(known, 'ordered');
    const list = async (after?: string): Promise<string[]> => {
      const keys: string[] = [];
      const options = after === undefined ? call() : { ...call(), after: key(after) };
      for await (const { key: found } of driver.list('', options)) keys.push(found);
      return keys;
    };
    expect(await list()).toEqual(files);
    expect(await list('a.png')).toEqual(files.slice(2));
    expect(await list('a/b.png')).toEqual(files.slice(3));
  });
});

describe('the name of a WebDAV store', () => {
  it.each([
    ['webdavs://DAV.example.com:443/remote.php/图 1', 'https://dav.example.com', 'remote.php/图 1/'],
    ['webdav://10.0.0.2:8080', 'http://10.0.0.2:8080', ''],
  ])('%s is a folder of a server', (name, origin, prefix) => {
    expect(parseStore(name, {})).toMatchObject({ kind: 'webdav', origin, prefix });
  });

  it.each([
    ['webdavs://', 'STORE_INVALID'],
    ['webdavs://host/a//b', 'STORE_INVALID'],
    ['webdavs://host/a?region=x', 'STORE_INVALID'],
    ['webdavs://me:secret@host/a', 'STORE_HAS_SECRET'],
  ])('%s is refused', (name, code) => {
    expect(refusal(() => parseStore(name, {}))).toMatchObject({ code });
  });
});
