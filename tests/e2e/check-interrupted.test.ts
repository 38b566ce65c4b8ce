import { describe, expect, it, vi } from 'vitest';
import { linesOf, onLoopback } from '../support/checking.js';
import { writeTree } from '../support/file-tree.js';
import { createTestSite } from '../support/migration.js';
import { startCli } from '../support/run-cli.js';

describe('Ctrl-C', () => {
  it('ends a check with the report so far and exit code 130; what was seen is remembered', {
    timeout: 90_000,
  }, async () => {
    const site = await createTestSite(
      { 'imgferry.config.yaml': 'perHost: 1\n' },
      { '/a.png': { picture: { seed: 1 } }, '/gone.png': { status: 404, body: 'no' }, '/slow.png': { silent: true } },
    );
    const { url } = site.origin;
    await writeTree(site.folder, { 'posts/p.md': `![](${url}/a.png) ![](${url}/gone.png) ![](${url}/slow.png)\n` });
    const args = ['check', 'posts', ...onLoopback, '--report', 'json=report.json'];
    const { child, result } = startCli(args, { cwd: site.folder });
    await vi.waitFor(() => expect(site.origin.count('/slow.png')).toBe(1), { timeout: 60_000, interval: 20 });
    child.kill('SIGINT');
    const ended = await result;
    expect(ended.code).toBe(130);
    expect(linesOf(ended).map((line) => line.url)).toEqual([`${url}/gone.png`, `${url}/a.png`]);
    expect(JSON.parse(await site.read('report.json'))).toMatchObject({ interrupted: true, totals: { images: 2 } });

    site.origin.set('/slow.png', { picture: { seed: 2 } });
    site.origin.reset();
    expect(linesOf(await site.run(args))).toHaveLength(3);
    expect(site.origin.count('/a.png')).toBe(0);
  });

  it('ends what has no report so far, with the same code and no word of a bug', async () => {
    const posts = Array.from({ length: 3000 }, (_, at) => [
      `posts/${at % 300}/${at}.md`,
      '![](https://a.example/a.png)\n\n'.repeat(20),
    ]);
    const site = await createTestSite(Object.fromEntries(posts));
    const { child, result } = startCli(['scan', 'posts', '--format', 'ndjson'], { cwd: site.folder });
    child.stdout?.once('data', () => child.kill('SIGINT'));
    const { code, stderr } = await result;
    expect(code).toBe(130);
    expect(stderr).not.toContain('bug');
  });
});
