import { readFile } from 'node:fs/promises';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, it } from 'vitest';
import { aliyunEnv, createCdnSite, submissionOf } from '../support/cdn/cdn-site.js';
import { createTestSite } from '../support/migration.js';
import { startCli } from '../support/run-cli.js';

const image = (at: number): string => `https://img.example.com/${at}.png`;
const images = (count: number): string[] => Array.from({ length: count }, (_, at) => image(at));
const json = ['--format', 'json'];

const schemaOf = async (name: string) => {
  const file = new URL(`../../config/schemas/${name}.schema.json`, import.meta.url);
  return new Ajv2020({ strict: false, validateFormats: false }).compile(JSON.parse(await readFile(file, 'utf8')));
};

describe('imgferry cdn refresh and prefetch', { timeout: 60_000 }, () => {
  it('plans with the quota and sends nothing, sends with --write, and never twice', async () => {
    const { cdn, run } = await createCdnSite();
    const planned = submissionOf(await run('refresh', ...images(3), ...json));
    expect(planned).toMatchObject({ dryRun: true, totals: { planned: 3, calls: 1 }, stopped: null });
    expect(planned.quota).toContainEqual({ action: 'refresh', target: 'url', remaining: 10_000, limit: 10_000 });
    expect(cdn.taken).toEqual([]);

    const sent = await run('refresh', ...images(3), '--write', ...json);
    expect([sent.code, submissionOf(sent).totals.sent]).toEqual([0, 3]);
    expect(submissionOf(sent).addresses[0]).toMatchObject({ name: image(0), state: 'sent', task: '700001' });
    const again = submissionOf(await run('refresh', ...images(3), '--write', ...json));
    expect(again).toMatchObject({
      totals: { sent: 0, sentBefore: 3, calls: 0 },
      notes: [{ id: 'cdn-not-sent-again' }],
    });
    expect(cdn.taken).toHaveLength(1);
    expect(submissionOf(await run('refresh', ...images(3), '--write', '--again', ...json)).totals.sent).toBe(3);
    const validate = await schemaOf('cdn');
    for (const report of [planned, again]) expect(validate(report), JSON.stringify(validate.errors)).toBe(true);
  });

  it('writes addresses as the URL parser does, each once', async () => {
    const { cdn, run } = await createCdnSite();
    await run(
      'prefetch',
      'https://img.example.com/图 1.png#top',
      'https://IMG.example.com/%E5%9B%BE%201.png',
      '--write',
    );
    expect(cdn.taken).toMatchObject([{ action: 'prefetch', names: ['https://img.example.com/%E5%9B%BE%201.png'] }]);
  });

  it('refuses what would pass the quota before anything is sent', async () => {
    const { cdn, run } = await createCdnSite();
    cdn.setQuota(2);
    const result = await run('refresh', ...images(3), '--write', ...json);
    expect([result.code, submissionOf(result).stopped?.code]).toEqual([2, 'CDN_QUOTA_EXCEEDED']);
    expect(cdn.taken).toEqual([]);
    const text = await run('refresh', ...images(3), '--write');
    expect(text.stdout).toMatch(/quota.*does not suffice/);
    expect(text.stdout).toContain('--spread');
  });

  it('spreads over days: the same command, or none of its addresses, sends the rest', async () => {
    const { cdn, run } = await createCdnSite();
    cdn.setQuota(2);
    const first = await run('refresh', ...images(5), '--write', '--spread', ...json);
    expect([first.code, submissionOf(first).totals]).toMatchObject([0, { sent: 2, waiting: 3 }]);
    cdn.setQuota(2);
    expect(submissionOf(await run('refresh', ...images(5), '--write', '--spread', ...json)).totals).toMatchObject({
      sent: 2,
      sentBefore: 2,
      waiting: 1,
    });
    cdn.setQuota(2);
    expect(submissionOf(await run('refresh', '--write', ...json)).totals).toMatchObject({ sent: 1, waiting: 0 });
    expect(cdn.taken.flatMap(({ names }) => names).sort()).toEqual(images(5).sort());
  });

  it('after a kill between a call and its record makes at most that call again, and says so', async () => {
    const { site, cdn, run } = await createCdnSite({ more: '  limits: { urlsPerCall: 50 }\n' });
    const urls = images(400);
    const { child, result } = startCli(['cdn', 'refresh', ...urls, '--write'], { cwd: site.folder, env: aliyunEnv });
    while (cdn.taken.length < 3) await new Promise((resolve) => setImmediate(resolve));
    child.kill('SIGKILL');
    await result;
    const rerun = await run('refresh', ...urls, '--write', ...json);
    expect(rerun.code).toBe(0);
    const counts = new Map<string, number>();
    for (const name of cdn.taken.flatMap(({ names }) => names)) counts.set(name, (counts.get(name) ?? 0) + 1);
    expect([...counts.keys()].sort()).toEqual([...urls].sort());
    const twice = [...counts.values()].filter((count) => count > 1).length;
    expect([0, 50]).toContain(twice);
    if (twice > 0)
      expect(submissionOf(rerun).notes).toContainEqual(expect.objectContaining({ id: 'cdn-batch-uncertain' }));
  });

  it('tells which addresses the provider refuses and sends the others', async () => {
    const { cdn, run } = await createCdnSite({ domains: ['img.example.com'] });
    const result = await run('refresh', image(1), 'https://foreign.example.net/a.png', image(2), '--write', ...json);
    expect(result.code).toBe(1);
    expect(submissionOf(result).totals).toMatchObject({ sent: 2, failed: 1 });
    expect(submissionOf(result).addresses.find(({ state }) => state === 'failed')).toMatchObject({
      name: 'https://foreign.example.net/a.png',
      error: { code: 'CDN_REFUSED' },
    });
    expect(cdn.taken.flatMap(({ names }) => names).sort()).toEqual([image(1), image(2)]);
  });

  it('takes the objects of a store, and of a part of it', async () => {
    const { cdn, run } = await createCdnSite({
      files: { 'bucket/a/1.png': 'one', 'bucket/a/图.png': 'two', 'bucket/b/3.png': 'three' },
      more: 'stores:\n  main: { url: "file:bucket", publicUrl: "https://img.example.com/" }\n',
    });
    await run('refresh', '--store', 'main', '--prefix', 'a/', '--write');
    expect(cdn.taken.flatMap(({ names }) => names).sort()).toEqual([
      'https://img.example.com/a/%E5%9B%BE.png',
      'https://img.example.com/a/1.png',
    ]);
    expect(submissionOf(await run('refresh', '--store', 'main', ...json)).totals).toMatchObject({
      planned: 1,
      sentBefore: 2,
    });
  });

  it('refreshes everything below an address as one directory', async () => {
    const { cdn, run } = await createCdnSite();
    await run('refresh', '--prefix', 'https://img.example.com/blog', '--write');
    expect(cdn.taken).toMatchObject([{ target: 'prefix', names: ['https://img.example.com/blog/'] }]);
  });

  it('shows tasks, quota and domains', async () => {
    const { run } = await createCdnSite();
    await run('refresh', image(1), '--write');
    const status = await run('status', ...json);
    expect(JSON.parse(status.stdout)).toMatchObject({ tasks: [{ task: '700001', address: image(1) }] });
    const domains = await run('domains', ...json);
    expect(JSON.parse(domains.stdout).domains[0]).toMatchObject({
      name: 'img.example.com',
      https: true,
      certificateEnds: '2030-01-02T03:04:05.000Z',
    });
    for (const [name, { stdout }] of [
      ['cdn-status', status],
      ['cdn-domains', domains],
    ] as const) {
      const validate = await schemaOf(name);
      expect(validate(JSON.parse(stdout)), JSON.stringify(validate.errors)).toBe(true);
    }
    expect((await run('status', '--lang', 'zh')).stdout).toContain('今日剩余配额');
  });

  it.each([
    [['refresh'], 2, 'addresses'],
    [['refresh', 'nonsense'], 2, 'nonsense'],
    [['refresh', 'ftp://a/b'], 2, 'ftp'],
    [['refresh', image(1), '--run', 'x'], 2, '--run'],
    [['refresh', '--run', 'x'], 2, 'no such run'],
    [['refresh', '--store', 'nowhere'], 2, 'nowhere'],
    [['refresh', '--store', 'file:nowhere'], 2, 'nothing at that path'],
    [['audit', '--store', 'file:nowhere'], 2, 'nothing at that path'],
    [['refresh', '--tag', 'a'], 2, 'can’t do that'],
    [['refresh', image(1), '--format', 'xml'], 2, 'xml'],
    [['nothing'], 2, 'nothing'],
  ])('%j is told clearly', async (args, code, says) => {
    const { cdn, run } = await createCdnSite();
    const result = await run(...args);
    expect(result.stdout + result.stderr).toContain(says);
    expect(result.stdout + result.stderr).not.toMatch(/\n\s+at /);
    expect(result.code).toBe(code);
    expect(cdn.taken).toEqual([]);
  });

  it('says what is missing: a CDN, its keys, a field of it', async () => {
    const none = await createTestSite({ 'a.txt': '' });
    expect(await none.run(['cdn', 'refresh', image(1)])).toMatchObject({
      code: 2,
      stdout: expect.stringContaining('docs/cdn.md'),
    });
    const { site } = await createCdnSite();
    expect(await site.run(['cdn', 'status'])).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('ALIBABA_CLOUD_ACCESS_KEY_ID'),
    });
    await site.write('imgferry.config.yaml', 'cdn: { provider: cloudflare }\n');
    expect(await site.run(['cdn', 'status'])).toMatchObject({ code: 2, stderr: expect.stringContaining('cdn.zone') });
    await site.write('imgferry.config.yaml', 'cdn: { provider: aliyun, credential: x }\n');
    expect(await site.run(['cdn', 'status'])).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('credentials'),
    });
  });

  it('never shows a secret', async () => {
    const { cdn, run } = await createCdnSite();
    cdn.faults.push('deny', 'deny', 'deny', 'deny');
    const result = await run('refresh', image(1), '--write', '--verbose');
    expect(result.code).toBe(2);
    expect(result.stdout + result.stderr).not.toContain(aliyunEnv.ALIBABA_CLOUD_ACCESS_KEY_SECRET);
    expect(result.stdout).toContain('LTAI…');
  });
});
