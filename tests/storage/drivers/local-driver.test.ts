import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { chmod, link, mkdir, mkdtemp, readdir, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { Worker } from 'node:worker_threads';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ImgferryError } from '../../../src/core/errors.js';
import { asObjectKey } from '../../../src/core/object-key.js';
import type { ObjectInfo, StorageDriver } from '../../../src/core/storage.js';
import { createLocalDriver } from '../../../src/storage/drivers/local/local-driver.js';
import { asOrdinaryUser } from '../../support/as-ordinary-user.js';
import { bodyOf, fileBody, readObject } from '../object-body.js';
import { rejection } from '../refusal.js';

const { signal } = new AbortController();
const call = { signal };
const putNew = { headers: {}, ifAbsent: true, signal };

let home: string;
let folder: string;
let driver: StorageDriver;

beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'local-driver-'));
  folder = join(home, 'Images');
  driver = createLocalDriver({ folder, publicUrl: () => undefined, now: Date.now });
});

afterEach(async () => {
  await driver.close();
  await rm(home, { recursive: true, force: true });
});

async function listed(prefix = ''): Promise<readonly string[]> {
  const infos: ObjectInfo[] = [];
  for await (const info of driver.list(prefix, call)) infos.push(info);
  return infos.map((info) => info.key);
}

const filesIn = async (path: string): Promise<readonly string[]> =>
  (await readdir(path, { recursive: true, withFileTypes: true }))
    .filter((entry) => !entry.isDirectory())
    .map((entry) => entry.name);

describe('local driver', () => {
  it('makes its folder with the first object, and nothing before', async () => {
    await driver.preflight(call);
    expect(await driver.head(asObjectKey('a.png'), call)).toBeUndefined();
    expect(await listed()).toEqual([]);
    expect(await readdir(home)).toEqual([]);
    await driver.put(asObjectKey('3f/图 1.png'), bodyOf('one'), putNew);
    expect(await readFile(join(folder, '3f', '图 1.png'), 'utf8')).toBe('one');
  });

  it.each(['a.png', '3f/图 1.png', 'x/🚢/100%.png', "a+b?c#d&e='f'.png", `${'长'.repeat(80)}.png`])(
    'round-trips %s',
    async (name) => {
      const key = asObjectKey(name);
      const put = await driver.put(key, bodyOf('bytes'), putNew);
      expect(await driver.head(key, call)).toEqual(put);
      expect(await readObject(driver, key)).toBe('bytes');
      expect(await listed()).toEqual([name]);
    },
  );

  it('puts a file of the disk, and an empty object', async () => {
    const bytes = Buffer.alloc(300_000, 'x');
    await writeFile(join(home, 'spool'), bytes);
    await driver.put(asObjectKey('big'), fileBody(join(home, 'spool'), bytes), putNew);
    await driver.put(asObjectKey('empty'), bodyOf(''), putNew);
    expect((await driver.head(asObjectKey('big'), call))?.size).toBe(300_000);
    expect((await driver.head(asObjectKey('empty'), call))?.size).toBe(0);
  });

  it('leaves what stands there, and no temporary file', async () => {
    const key = asObjectKey('a.png');
    await driver.put(key, bodyOf('first'), putNew);
    expect(await rejection(driver.put(key, bodyOf('second'), putNew))).toMatchObject({
      code: 'OBJECT_CONFLICT',
      facts: { key },
    });
    expect(await readObject(driver, key)).toBe('first');
    expect(await filesIn(folder)).toEqual(['a.png']);
  });

  it('lets exactly one of twenty win', async () => {
    const key = asObjectKey('raced.png');
    const puts = Array.from({ length: 20 }, (_, index) => driver.put(key, bodyOf(`writer ${index}`), putNew));
    const settled = await Promise.allSettled(puts);
    const winner = settled.findIndex((result) => result.status === 'fulfilled');
    expect(settled.filter((result) => result.status === 'fulfilled')).toHaveLength(1);
    expect(await readObject(driver, key)).toBe(`writer ${winner}`);
    expect(await filesIn(folder)).toEqual(['raced.png']);
  });

  it('replaces only what the caller has seen', async () => {
    const key = asObjectKey('a.png');
    const first = await driver.put(key, bodyOf('first'), putNew);
    const second = await driver.put(key, bodyOf('other'), { headers: {}, ifMatch: first.etag ?? '', signal });
    expect(second.etag).not.toBe(first.etag);
    expect(
      await rejection(driver.put(key, bodyOf('third'), { headers: {}, ifMatch: first.etag ?? '', signal })),
    ).toMatchObject({ code: 'OBJECT_CONFLICT' });
    expect(await readObject(driver, key)).toBe('other');
  });

  it('leaves nothing of a put that was aborted', async () => {
    const controller = new AbortController();
    const bytes = Buffer.alloc(8 << 20, 'x');
    const put = driver.put(asObjectKey('a.png'), bodyOf(bytes), {
      headers: {},
      ifAbsent: true,
      signal: controller.signal,
    });
    const expectation = expect(put).rejects.toMatchObject({ name: 'AbortError' });
    controller.abort();
    await expectation;
    expect(await filesIn(home)).toEqual([]);
  });

  it('says so when the spooled file is gone or has changed', async () => {
    const gone = fileBody(join(home, 'gone'), Buffer.from('x'));
    expect(await rejection(driver.put(asObjectKey('a'), gone, putNew))).toMatchObject({
      code: 'FILE_MISSING',
      facts: { path: join(home, 'gone') },
    });
    await writeFile(join(home, 'grown'), 'longer than it was');
    const grown = fileBody(join(home, 'grown'), Buffer.from('short'));
    expect(await rejection(driver.put(asObjectKey('a'), grown, putNew))).toMatchObject({ code: 'FILE_CHANGED' });
    expect(await filesIn(folder)).toEqual([]);
  });

  it('refuses a folder that leads out by a symbolic link', async () => {
    await mkdir(join(home, 'outside'));
    await writeFile(join(home, 'outside', 'secret.png'), 'secret');
    await mkdir(folder);
    await symlink(join(home, 'outside'), join(folder, 'out'));
    const key = asObjectKey('out/secret.png');
    const attempts = [
      () => driver.put(asObjectKey('out/new.png'), bodyOf('x'), putNew),
      () => driver.put(asObjectKey('out/deep/er/new.png'), bodyOf('x'), putNew),
      () => driver.head(key, call),
      () => driver.open(key, call),
      () => driver.delete(key, call),
    ];
    for (const attempt of attempts) expect(await rejection(attempt())).toMatchObject({ code: 'FOLDER_ESCAPED' });
    expect(await listed()).toEqual([]);
    expect(await readdir(join(home, 'outside'))).toEqual(['secret.png']);
  });

  it('refuses a file that is a symbolic link to the outside, and follows one that stays', async () => {
    await mkdir(folder);
    await writeFile(join(home, 'secret.png'), 'secret');
    await writeFile(join(folder, 'real.png'), 'real');
    await symlink(join(home, 'secret.png'), join(folder, 'bad.png'));
    await symlink('real.png', join(folder, 'good.png'));
    expect(await rejection(driver.open(asObjectKey('bad.png'), call))).toMatchObject({ code: 'FOLDER_ESCAPED' });
    expect(await readObject(driver, asObjectKey('good.png'))).toBe('real');
    expect(await listed()).toEqual(['good.png', 'real.png']);
  });

  it('knows no object where a pipe stands, or a socket, and waits for neither', async () => {
    await mkdir(folder);
    execFileSync('mkfifo', [join(folder, 'pipe')]);
    const server = createServer().listen(join(folder, 'socket'));
    await once(server, 'listening');
    for (const name of ['pipe', 'socket']) {
      expect(await rejection(driver.open(asObjectKey(name), call))).toMatchObject({ code: 'OBJECT_NOT_FOUND' });
    }
    server.close();
  });

  it('gives one state of a file that never rests, or says that it changed', async () => {
    await mkdir(folder);
    const path = join(folder, 'log');
    await writeFile(path, 'a'.repeat(500_000));
    const writer = new Worker(
      `const { appendFileSync } = require('node:fs');
       for (let count = 0; count < 200_000; count += 1) appendFileSync(${JSON.stringify(path)}, 'b');`,
      { eval: true },
    );
    await once(writer, 'online');
    const codes = new Set<string>();
    for (const end = Date.now() + 20_000; codes.size === 0 && Date.now() < end; ) {
      try {
        const { info, stream } = await driver.open(asObjectKey('log'), call);
        expect((await buffer(stream)).length).toBe(info.size);
      } catch (error) {
        codes.add((error as ImgferryError).code);
      }
    }
    await writer.terminate();
    expect([...codes]).toEqual(['SOURCE_CHANGED']);
  });

  it('takes a folder that is itself a symbolic link', async () => {
    await mkdir(join(home, 'real'));
    await symlink(join(home, 'real'), folder);
    await driver.put(asObjectKey('3f/a.png'), bodyOf('x'), putNew);
    expect(await readdir(join(home, 'real', '3f'))).toEqual(['a.png']);
  });

  it('knows no object where a folder stands, nor below a file', async () => {
    await driver.put(asObjectKey('a/b'), bodyOf('x'), putNew);
    expect(await driver.head(asObjectKey('a'), call)).toBeUndefined();
    expect(await driver.head(asObjectKey('a/b/c'), call)).toBeUndefined();
    expect(await rejection(driver.open(asObjectKey('a'), call))).toMatchObject({ code: 'OBJECT_NOT_FOUND' });
    expect(await rejection(driver.put(asObjectKey('a'), bodyOf('y'), putNew))).toMatchObject({
      code: 'STORE_REFUSED',
      facts: { found: 'folder' },
    });
    expect(await rejection(driver.put(asObjectKey('a/b/c'), bodyOf('y'), putNew))).toMatchObject({
      code: 'STORE_REFUSED',
    });
  });

  it('says that a name is too long for a file', async () => {
    expect(await rejection(driver.put(asObjectKey('长'.repeat(100)), bodyOf('x'), putNew))).toMatchObject({
      code: 'KEY_INVALID',
      facts: { found: 'too-long' },
    });
  });

  it('deletes what is there, and is content when nothing is', async () => {
    const key = asObjectKey('3f/a.png');
    await driver.put(key, bodyOf('x'), putNew);
    await driver.delete(key, call);
    await driver.delete(key, call);
    expect(await driver.head(key, call)).toBeUndefined();
  });

  it('lists in the order of the keys’ bytes, below a prefix, without temporary files', async () => {
    for (const name of ['b', 'a/2', 'a/1', 'a.png', 'a-b', 'ab/x', '图', 'a/1x/y'])
      await driver.put(asObjectKey(name), bodyOf(name), putNew);
    await writeFile(join(folder, 'a', `.imgferry-${process.pid}-00000000-00000000-1`), 'half');
    const all = ['a-b', 'a.png', 'a/1', 'a/1x/y', 'a/2', 'ab/x', 'b', '图'];
    expect(await listed()).toEqual(all);
    expect(await listed('a/')).toEqual(['a/1', 'a/1x/y', 'a/2']);
    expect(await listed('a/1')).toEqual(['a/1', 'a/1x/y']);
    expect(await listed('nothing')).toEqual([]);
  });

  it('sweeps what a dead process left, and only that', async () => {
    const here = createHash('sha256').update(hostname()).digest('hex').slice(0, 8);
    const dead = `.imgferry-99999999-${here}-00000000-1`;
    const alive = `.imgferry-${process.pid}-${here}-00000000-1`;
    const elsewhere = '.imgferry-99999999-00000000-00000000-1';
    await mkdir(join(folder, '3f'), { recursive: true });
    await writeFile(join(folder, '3f', 'a.png'), 'x');
    await link(join(folder, '3f', 'a.png'), join(folder, '3f', dead)); // killed between link and unlink
    for (const name of [alive, elsewhere]) await writeFile(join(folder, '3f', name), 'half');
    await rejection(driver.put(asObjectKey('3f/a.png'), bodyOf('x'), putNew));
    expect((await readdir(join(folder, '3f'))).sort()).toEqual([alive, elsewhere, 'a.png'].sort());
    const later = createLocalDriver({ folder, publicUrl: () => undefined, now: () => Date.now() + 2 * 60 * 60 * 1000 });
    await later.put(asObjectKey('3f/b.png'), bodyOf('x'), putNew);
    expect((await readdir(join(folder, '3f'))).sort()).toEqual(['a.png', 'b.png']);
  });

  it('passes the preflight of a folder that is there, and refuses a file', async () => {
    await mkdir(folder);
    expect(await driver.preflight(call)).toEqual({ findings: [] });
    await writeFile(join(home, 'file'), '');
    const wrong = createLocalDriver({ folder: join(home, 'file'), publicUrl: () => undefined, now: Date.now });
    expect(await rejection(wrong.preflight(call))).toMatchObject({
      code: 'FOLDER_NOT_WRITABLE',
      facts: { found: 'file' },
    });
  });

  it('says that a folder may not be written', async () => {
    await mkdir(folder);
    await chmod(folder, 0o555);
    await asOrdinaryUser(home, async () => {
      const put = driver.put(asObjectKey('a'), bodyOf('x'), putNew);
      expect(await rejection(put)).toMatchObject({ code: 'FOLDER_NOT_WRITABLE', facts: { found: 'EACCES' } });
    });
    expect((await stat(folder)).mode & 0o777).toBe(0o555);
  });
});
