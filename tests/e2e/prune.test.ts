import { appendFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { listTree } from '../support/file-tree.js';
import { flatPng, photoJpeg } from '../support/images.js';
import { createTestSite, outcomeOf } from '../support/migration.js';
import { fast, outcomesOf } from '../support/optimizing.js';
import { startOssServer } from '../support/oss-server.js';

describe('imgferry prune', { timeout: 60_000 }, () => {
  it('removes what was kept of old runs, and keeps what may be the only copy', async () => {
    const site = await createTestSite({
      'images/a.jpg': await photoJpeg(),
      'images/b.png': await flatPng({ width: 400, height: 300 }),
    });
    const { run } = outcomeOf(await site.run(['optimize', 'images', ...fast, '--write', '--format', 'json']));
    const kept = () => listTree(join(site.folder, '.imgferry/originals'));
    expect(await kept()).toHaveLength(2);

    const young = await site.run(['prune', '--format', 'json']);
    expect(young.code).toBe(0);
    expect(outcomeOf(young).notes.map(({ id }) => id)).toEqual(['nothing-to-prune']);
    expect(await kept()).toHaveLength(2);

    await appendFile(join(site.folder, 'images/b.png'), 'edited');
    const done = await site.run(['prune', run ?? '', '--format', 'json']);
    expect(done.code).toBe(0);
    expect(outcomesOf(done)).toEqual({
      [`.imgferry/originals/${run}/images/a.jpg`]: 'stored original-removed',
      [`.imgferry/originals/${run}/images/b.png`]: 'skipped original-needed',
    });
    expect(await kept()).toEqual([`${run}/images/b.png`]);
    const undone = await site.run(['undo', '--format', 'json']);
    expect(undone.code).toBe(1);
    expect(outcomeOf(undone).images.map(({ error }) => error?.code)).toEqual(['ORIGINAL_MISSING', 'REPLACED_SINCE']);
  });

  it('leaves no empty folder behind', async () => {
    const site = await createTestSite({ 'images/deep/a.jpg': await photoJpeg() });
    await site.run(['optimize', 'images', ...fast, '--write']);
    expect((await site.run(['prune', '--older-than', '0'])).code).toBe(0);
    expect((await listTree(join(site.folder, '.imgferry'))).filter((path) => path.startsWith('originals'))).toEqual([]);
  });

  it('removes what was kept in a bucket', async () => {
    const env = { OSS_ACCESS_KEY_ID: 'LTAIexampleid', OSS_ACCESS_KEY_SECRET: 'keep-this-secret' };
    const server = await startOssServer({
      buckets: [{ name: 'bucket', region: 'cn-hangzhou' }],
      keys: { LTAIexampleid: 'keep-this-secret' },
    });
    onTestFinished(() => server.close());
    server.seed('bucket', 'blog/a.jpg', await photoJpeg(), { 'content-type': 'image/jpeg' });
    const site = await createTestSite({});
    const store = `oss://bucket/blog?region=cn-hangzhou&endpoint=${server.endpoint}`;
    await site.run(['optimize', store, '--allow-host', '127.0.0.1', ...fast, '--write'], env);
    expect(server.objects('bucket').size).toBe(2);
    const done = await site.run(['prune', '--older-than', '0', '--allow-host', '127.0.0.1'], env);
    expect(done.code).toBe(0);
    expect([...server.objects('bucket').keys()]).toEqual(['blog/a.jpg']);
  });

  it('refuses a run that is not known and a time that is none', async () => {
    const site = await createTestSite({});
    expect(await site.run(['prune', 'nope'])).toMatchObject({ code: 2 });
    expect(await site.run(['prune', '--older-than', 'soon'])).toMatchObject({ code: 2 });
  });
});
