import sharp from 'sharp';
import { describe, expect, it, onTestFinished } from 'vitest';
import { startAliyunCdn } from '../support/cdn/aliyun-server.js';
import { aliyunEnv } from '../support/cdn/cdn-site.js';
import { createTestSite, newBase, oldBase, outcomeOf, type TestSite } from '../support/migration.js';
import type { CliResult } from '../support/run-cli.js';

const loopback = ['--allow-host', '127.0.0.1', '--format', 'json'];

/** Posts whose picture moves to `file:store`, with a CDN before it. */
async function createSite(): Promise<{
  site: TestSite;
  cdn: Awaited<ReturnType<typeof startAliyunCdn>>;
  migrate: (...more: readonly string[]) => Promise<CliResult>;
}> {
  const cdn = await startAliyunCdn();
  onTestFinished(() => cdn.close());
  const site = await createTestSite(
    {
      'posts/a.md': `![](${oldBase}a.png) ![](${oldBase}b.png)\n`,
      'imgferry.config.yaml': `cdn: { provider: aliyun, endpoint: "${cdn.url}" }\n`,
    },
    { '/a.png': { picture: { format: 'png', width: 40, height: 30, seed: 1 } }, '/b.png': { status: 404 } },
  );
  const target = ['--to', 'file:store', '--public-url', newBase, '--remap', `${oldBase}=${site.origin.url}/`];
  const migrate = (...more: readonly string[]) =>
    site.run(['migrate', 'posts', ...target, ...loopback, ...more], aliyunEnv);
  return { site, cdn, migrate };
}

describe('the CDN after a run', { timeout: 60_000 }, () => {
  it('fetches what a migration stored, and nothing else', async () => {
    const { cdn, migrate } = await createSite();
    const planned = await migrate('--cdn-prefetch');
    expect([planned.code, cdn.calls]).toEqual([0, 0]);
    const outcome = outcomeOf(await migrate('--write', '--cdn-prefetch', '--cdn-refresh'));
    const stored = outcome.images.filter(({ state }) => state === 'stored').map(({ publicUrl }) => publicUrl);
    expect(stored).toHaveLength(1);
    expect(cdn.taken).toMatchObject([{ action: 'prefetch', names: stored }]);
    expect(outcome.notes).toContainEqual(expect.objectContaining({ id: 'cdn-after-run' }));
    await migrate('--write', '--cdn-prefetch');
    expect(cdn.taken).toHaveLength(1);
  });

  it('fetches what was stored, also where the outcome names only what needs somebody', async () => {
    const { cdn, site, migrate } = await createSite();
    await migrate('--write', '--cdn-prefetch', '--format', 'text');
    expect(cdn.taken).toMatchObject([{ action: 'prefetch', names: [expect.stringContaining(newBase)] }]);
    const transfer = ['transfer', 'file:store', 'file:copy', '--public-url', 'https://copy.example.com/'];
    await site.run([...transfer, '--allow-host', '127.0.0.1', '--write', '--cdn-prefetch'], aliyunEnv);
    expect(cdn.taken).toMatchObject([{}, { names: [expect.stringContaining('https://copy.example.com/')] }]);
  });

  it('says that it could not be told, and that the run is done', async () => {
    const { cdn, site, migrate } = await createSite();
    cdn.faults.push('deny');
    const result = await migrate('--write', '--cdn-prefetch');
    expect(outcomeOf(result).notes).toContainEqual(
      expect.objectContaining({
        id: 'cdn-after-run-failed',
        message: expect.stringContaining('imgferry cdn prefetch --run'),
      }),
    );
    expect(await site.read('posts/a.md')).toContain(newBase);
    const { run } = outcomeOf(result);
    expect((await site.run(['cdn', 'prefetch', '--run', run ?? '', '--write'], aliyunEnv)).code).toBe(0);
    expect(cdn.taken).toHaveLength(1);
  });

  it('refuses before the run where there is no CDN', async () => {
    const { site, migrate } = await createSite();
    await site.write('imgferry.config.yaml', 'lang: en\n');
    const result = await migrate('--write', '--cdn-refresh');
    expect([result.code, JSON.parse(result.stdout).stopped.code]).toEqual([2, 'CDN_NOT_CONFIGURED']);
    expect(await site.read('posts/a.md')).toContain(oldBase);
  });

  it('has new objects of a transfer fetched', async () => {
    const { cdn, site } = await createSite();
    await site.write('from/x.png', 'bytes');
    const args = [
      'transfer',
      'file:from',
      'file:to',
      '--public-url',
      newBase,
      '--write',
      '--cdn-prefetch',
      ...loopback,
    ];
    expect((await site.run(args, aliyunEnv)).code).toBe(0);
    expect(cdn.taken).toMatchObject([{ action: 'prefetch', names: [`${newBase}x.png`] }]);
  });

  it('forgets what an optimization replaced', async () => {
    const { cdn, site } = await createSite();
    const noise = await sharp({ create: { width: 200, height: 100, channels: 3, background: 'red' } })
      .png({ compressionLevel: 0 })
      .toBuffer();
    const config = `cdn: { provider: aliyun, endpoint: "${cdn.url}" }\nstores:\n  main: { url: "file:bucket", publicUrl: "${newBase}" }\n`;
    await site.write('imgferry.config.yaml', config);
    await site.write('bucket/keep.txt', '');
    const { writeFile } = await import('node:fs/promises');
    await writeFile(`${site.folder}/bucket/a.png`, noise);
    const result = await site.run(
      ['optimize', 'main', '--write', '--cdn-refresh', '--cdn-prefetch', ...loopback],
      aliyunEnv,
    );
    expect(outcomeOf(result).totals.stored).toBe(1);
    expect(cdn.taken).toMatchObject([{ action: 'refresh', names: [`${newBase}a.png`] }]);
  });
});
