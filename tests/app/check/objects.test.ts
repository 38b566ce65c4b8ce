import { describe, expect, it, onTestFinished } from 'vitest';
import { exitCodeForCheck } from '../../../src/core/fold-check.js';
import { checkIn, toldBy } from '../../support/checking.js';
import { drawPicture } from '../../support/draw-picture.js';
import { createTestSite } from '../../support/migration.js';
import { startOssServer } from '../../support/oss-server.js';

const keys = { OSS_ACCESS_KEY_ID: 'LTAIexampleid', OSS_ACCESS_KEY_SECRET: 'keep-this-secret' };

describe('check --store', () => {
  it('looks at every image of a folder, without posts', async () => {
    const { bytes } = await drawPicture({ seed: 1, width: 30, height: 20 });
    const site = await createTestSite({
      'bucket/a.png': bytes,
      'bucket/deep/图.png': bytes.subarray(0, 100),
      'bucket/without-extension': bytes,
      'bucket/readme': 'text',
      'bucket/index.html': '<html>',
      'bucket/page.jpg': '<html>',
    });
    const first = await checkIn(site.folder, { store: 'file:bucket' });
    expect(toldBy(first)).toEqual([
      'a.png',
      expect.stringMatching(/^deep\/图\.png (?:truncated|undecodable)$/),
      'page.jpg not-an-image',
      'without-extension',
    ]);
    expect(first.notes).toEqual([{ id: 'objects-without-image', facts: { objects: 2 } }]);
    expect(first.totals).toMatchObject({ images: 4, places: 0, remembered: 0, requests: 0 });
    expect(exitCodeForCheck(first, 'broken')).toBe(1);
    expect((await checkIn(site.folder, { store: 'file:bucket' })).totals).toMatchObject({ images: 4, remembered: 2 });
  });

  it('looks at every image of a bucket under its public address, and reads again only what is new', async () => {
    const { bytes } = await drawPicture({ seed: 1, width: 30, height: 20 });
    const server = await startOssServer({
      buckets: [{ name: 'bucket', region: 'cn-hangzhou', acl: 'private' }],
      keys: { [keys.OSS_ACCESS_KEY_ID]: keys.OSS_ACCESS_KEY_SECRET },
    });
    onTestFinished(() => server.close());
    for (const key of ['blog/a.png', 'blog/b.png']) server.seed('bucket', key, bytes, { 'content-type': 'image/png' });
    server.seed('bucket', 'blog/empty.png', Buffer.alloc(0));
    server.seed('bucket', 'other/c.png', bytes);
    const site = await createTestSite({
      'imgferry.config.yaml': [
        'stores:',
        '  main:',
        `    url: oss://bucket/blog?region=cn-hangzhou&endpoint=${server.endpoint}`,
        '    publicUrl: https://img.example.com/',
        'ignore:',
        '  - https://img.example.com/blog/b.png',
        '',
      ].join('\n'),
    });
    const first = await checkIn(site.folder, { store: 'main', env: keys });
    expect(toldBy(first)).toEqual([
      'https://img.example.com/blog/a.png',
      'https://img.example.com/blog/empty.png empty',
    ]);
    const before = server.requests.length;
    await checkIn(site.folder, { store: 'main', env: keys });
    expect(server.requests.slice(before).map(({ key }) => key)).not.toContain('blog/a.png');
  });

  it('reads no more than the first bytes where it is to be quick', async () => {
    const large = await drawPicture({ seed: 2, width: 900, height: 900 });
    const site = await createTestSite({
      'bucket/a.png': large.bytes,
      'bucket/b.png': Buffer.from(large.bytes).fill(0, 400_000),
    });
    expect(large.bytes.length).toBeGreaterThan(500_000);
    const quick = await checkIn(site.folder, { store: 'file:bucket', given: { depth: 'quick', oversizedBytes: 1000 } });
    expect(toldBy(quick)).toEqual(['a.png oversized', 'b.png oversized']);
    expect(quick.images[0]?.evidence).toMatchObject({ bytes: large.bytes.length, width: 900, height: 900 });
    const deep = await checkIn(site.folder, { store: 'file:bucket' });
    expect(deep.totals).toMatchObject({ ok: 1, broken: 1 });
  });

  it('stops where the store is not known', async () => {
    const site = await createTestSite({});
    expect((await checkIn(site.folder, { store: 'nowhere' })).stopped?.code).toBe('STORE_UNKNOWN');
  });
});
