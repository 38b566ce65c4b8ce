import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { openLedger } from '../../../src/ledger/open-ledger.js';
import { checkIn, toldBy } from '../../support/checking.js';
import { drawPicture } from '../../support/draw-picture.js';
import { writeTree } from '../../support/file-tree.js';
import { createTestSite, type TestSite } from '../../support/migration.js';

let site: TestSite;

beforeEach(async () => {
  const { bytes } = await drawPicture({ seed: 1, width: 30, height: 20 });
  site = await createTestSite(
    { 'posts/local.png': bytes },
    {
      '/a.png': { picture: { seed: 1, width: 30, height: 20 }, headers: { etag: '"1"' } },
      '/gone.png': { status: 404, body: 'no' },
    },
  );
  const { url } = site.origin;
  await writeTree(site.folder, { 'posts/p.md': `![](${url}/a.png) ![](${url}/gone.png) ![](local.png)\n` });
});

const check = (given = {}) => checkIn(site.folder, { given });

describe('a second check', () => {
  it('asks for nothing that showed, and again for what is broken; it says the same', async () => {
    const first = await check();
    site.origin.reset();
    const second = await check();
    expect(site.origin.requests.map(({ path }) => path)).toEqual(['/gone.png']);
    expect(second.images).toEqual(first.images);
    expect((await check()).totals).toMatchObject({ remembered: 2, requests: 1, images: 3 });
  });

  it('asks whether it changed where the verdict is too old', async () => {
    const first = await check();
    site.origin.reset();
    site.origin.set('/a.png', { status: 304, headers: { etag: '"1"' } });
    const second = await check({ maxAge: 0 });
    const request = site.origin.requests.find(({ path }) => path === '/a.png');
    expect(request?.headers['if-none-match']).toBe('"1"');
    expect(second.images).toEqual(first.images);
    site.origin.set('/a.png', { headers: { 'content-type': 'image/png', etag: '"2"' }, body: '<html>' });
    const third = await check({ maxAge: 0 });
    expect(toldBy(third)).toContain(`${site.origin.url}/a.png not-an-image`);
  });

  it('looks again at a file that changed, and at all where it looks otherwise', async () => {
    await check();
    await writeFile(join(site.folder, 'posts/local.png'), 'no image');
    expect(toldBy(await check())).toContain('posts/local.png not-an-image');
    site.origin.reset();
    await check({ depth: 'quick' });
    expect(site.origin.count('/a.png')).toBe(1);
    await check({ site: 'http://blog.example/' });
    expect(site.origin.count('/a.png')).toBe(2);
  });

  it('works while a run holds the ledger, and says that it will not remember', async () => {
    await check();
    const ledger = openLedger({ root: site.folder, folder: join(site.folder, '.imgferry'), now: Date.now });
    const unlock = ledger.lock();
    onTestFinished(() => ledger.close());
    const held = await check({ maxAge: 0 });
    expect(held.notes).toMatchObject([
      { id: 'verdicts-not-remembered', facts: { code: 'LEDGER_LOCKED', pid: process.pid } },
    ]);
    expect(held.totals).toMatchObject({ images: 3, broken: 1 });
    unlock();
    expect((await check({ maxAge: 0 })).notes).toEqual([]);
  });

  it('works without a ledger that can be read', async () => {
    await check();
    await rm(join(site.folder, '.imgferry'), { recursive: true });
    await writeTree(site.folder, { '.imgferry/ledger.db': 'no ledger' });
    const { notes, totals } = await check();
    expect(notes.map(({ id }) => id)).toEqual(['verdicts-not-recalled', 'verdicts-not-remembered']);
    expect(totals).toMatchObject({ images: 3, requests: 2 });
  });

  it('works where nothing can be written', async () => {
    await writeTree(site.folder, { 'a-file': '' });
    const { notes, totals } = await check({ ledger: 'a-file/ledger.db' });
    expect(totals).toMatchObject({ images: 3 });
    expect(notes.map(({ id }) => id)).toContain('verdicts-not-remembered');
  });
});

describe('through a proxy that is not there', () => {
  it('says nothing of images that are elsewhere, and what a proxy hides', async () => {
    await writeTree(site.folder, {
      'posts/p.md': '![](http://a.example/a.png) ![](https://b.example/b.png) ![](local.png)\n',
    });
    const env = { ALL_PROXY: 'http://me:secret@127.0.0.1:1' };
    const outcome = await checkIn(site.folder, { env });
    expect(outcome.images.map(({ verdict, reasons }) => [verdict, ...reasons])).toEqual([
      ['unverifiable', 'offline'],
      ['unverifiable', 'offline'],
      ['ok'],
    ]);
    expect(outcome.images[0]?.evidence).toMatchObject({ code: 'ECONNREFUSED', proxy: '127.0.0.1:1' });
    expect(outcome.notes.map(({ id }) => id)).toEqual(['proxy-hides-addresses']);
    expect(JSON.stringify(outcome)).not.toContain('secret');
    expect((await checkIn(site.folder, { env })).totals.remembered).toBe(1);
    await writeTree(site.folder, { 'posts/p.md': '![](local.png)\n' });
    expect((await checkIn(site.folder, { env })).notes).toEqual([]);
  });
});
