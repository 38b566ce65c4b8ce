import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { linesOf, onLoopback, verdictsOf } from '../support/checking.js';
import { drawPicture } from '../support/draw-picture.js';
import { readTree, writeTree } from '../support/file-tree.js';
import { createTestSite } from '../support/migration.js';
import { commitAll, git, makeRepository } from '../support/repository.js';
import { runCli } from '../support/run-cli.js';

const picture = { picture: { seed: 1, width: 60, height: 40 } } as const;

/** A post that shows images of the origin, whose port is known only later. */
async function siteWith(routes: Parameters<typeof createTestSite>[1], body: (base: string) => string, files = {}) {
  const site = await createTestSite(files, routes);
  await writeTree(site.folder, { 'posts/p.md': body(site.origin.url) });
  return site;
}

/** Decoders at work side by side share one place for their words (libvips): what is wrong is sure, how it is called not. */
const damage = /^(?:truncated|undecodable)$/;

describe('imgferry check', () => {
  it('sees what a link checker does not: HTML, a cut JPEG and an empty body with status 200', async () => {
    const jpeg = (await drawPicture({ seed: 2, format: 'jpeg' })).bytes;
    const image = { 'content-type': 'image/png' };
    const site = await siteWith(
      {
        '/fine.png': picture,
        '/page.png': { headers: image, body: '<!doctype html><title>Gone</title>' },
        '/cut.jpg': { headers: { 'content-type': 'image/jpeg' }, body: jpeg.subarray(0, jpeg.length / 2) },
        '/empty.png': { headers: image, body: '' },
      },
      (base) => `![](${base}/fine.png) ![](${base}/page.png)\n\n![](${base}/cut.jpg) ![](${base}/empty.png)\n`,
    );
    const result = await site.run(['check', 'posts', ...onLoopback]);
    expect(verdictsOf(result)).toEqual({
      [`${site.origin.url}/fine.png`]: 'ok',
      [`${site.origin.url}/page.png`]: ['not-an-image'],
      [`${site.origin.url}/cut.jpg`]: [expect.stringMatching(damage)],
      [`${site.origin.url}/empty.png`]: ['empty'],
    });
    expect(result.code).toBe(1);
    expect(linesOf(result).map(({ verdict }) => verdict)).toEqual(['broken', 'broken', 'broken', 'ok']);
    expect(linesOf(result).find(({ url }) => url.endsWith('cut.jpg'))?.places).toEqual([
      { file: 'posts/p.md', line: 3, column: 5 },
    ]);
  });

  it('asks for an image once, however many posts and syntaxes name it', async () => {
    const site = await siteWith(
      { '/a.png': picture },
      (base) =>
        `![a](${base}/a.png) <img src="${base}/a.png#x">\n\n![b][b]\n\n[b]: ${base}/a.png\n\n[link](${base}/b.png)\n`,
      { 'posts/q.md': 'none\n' },
    );
    const result = await site.run(['check', 'posts', ...onLoopback]);
    expect(linesOf(result).map(({ places }) => places.length)).toEqual([3]);
    expect(site.origin.count()).toBe(1);
    expect(result.code).toBe(0);
  });

  it.each([
    ['broken', 0],
    ['unverifiable', 1],
    ['warn', 1],
    ['never', 0],
  ])('with --fail-on %s exits with %i where an image could not be seen', async (failOn, code) => {
    const challenge = { status: 403, headers: { 'cf-mitigated': 'challenge' }, body: 'no' };
    const site = await siteWith({ '/unseen.png': challenge }, (base) => `![](${base}/unseen.png)\n`);
    expect((await site.run(['check', 'posts', '--fail-on', failOn, ...onLoopback])).code).toBe(code);
  });

  it('judges local files, their names’ case included, and asks no network with --local', async () => {
    const { bytes } = await drawPicture(picture.picture);
    const site = await siteWith(
      { '/a.png': picture },
      (base) =>
        `![](${base}/a.png) ![](../img/a.png) ![](../img/A.png) ![](../img/b.pgn) ![](../img/没.png) ![](../img/lfs.png) ![]() ![](ftp://h/x.png)\n`,
      {
        'img/a.png': bytes,
        'img/b.png': bytes,
        'img/lfs.png': 'version https://git-lfs.github.com/spec/v1\noid sha256:00\nsize 5\n',
      },
    );
    const result = await site.run(['check', 'posts', '--local', ...onLoopback]);
    expect(verdictsOf(result)).toEqual({
      'img/a.png': 'ok',
      'img/A.png': ['file-case'],
      'img/b.pgn': ['file-missing'],
      'img/没.png': ['file-missing'],
      'img/lfs.png': ['not-an-image'],
      '': ['address-empty'],
      'ftp://h/x.png': ['address-scheme'],
    });
    const evidenceOf = (name: string) => linesOf(result).find(({ url }) => url === name)?.evidence;
    expect(evidenceOf('img/A.png')).toEqual({ found: 'img/a.png' });
    expect(evidenceOf('img/b.pgn')).toEqual({ near: 'img/b.png' });
    expect(evidenceOf('img/没.png')).toEqual({});
    expect(evidenceOf('img/lfs.png')).toMatchObject({ found: 'lfs-pointer' });
    expect(site.origin.count()).toBe(0);
    expect((await site.run(['check', 'posts', '--local', '--quiet'])).stdout).toContain(
      '1 image elsewhere was not asked',
    );
  });

  it('follows what only a file of the site can be: keys of Astro’s image(), and imports', async () => {
    const { bytes } = await drawPicture(picture.picture);
    const site = await siteWith({}, () => 'x\n', {
      'astro.config.mjs': '',
      'src/content.config.ts': 'const blog = { schema: ({ image }) => z.object({ hero: image(), card: image() }) };',
      'src/img/a.png': bytes,
      'posts/a.md': '---\nhero: ../src/img/a.png\ncard: ./gone.png\n---\n',
      'posts/b.mdx': "---\nhero: gone.png\n---\nimport c from '~/img/gone.png'\nimport d from 'pkg/d.png'\n",
    });
    expect(verdictsOf(await site.run(['check', 'posts', '--local', ...onLoopback]))).toEqual({
      'src/img/a.png': 'ok',
      'posts/gone.png': ['file-missing'],
      'src/img/gone.png': ['file-missing'],
    });
  });

  it('looks into data: addresses', async () => {
    const { bytes } = await drawPicture({ seed: 3, width: 300, height: 300 });
    const small = (await drawPicture({ seed: 4, width: 2, height: 2 })).bytes;
    const uri = (data: Buffer): string => `data:image/png;base64,${data.toString('base64')}`;
    expect(bytes.length).toBeGreaterThan(32 * 1024);
    const site = await siteWith(
      {},
      () => `![](${uri(small)})\n\n![](${uri(bytes)})\n\n![](${uri(small.subarray(0, 40))})\n\n![](blob:x)\n`,
    );
    const result = await site.run(['check', 'posts', ...onLoopback]);
    expect(linesOf(result).map(({ places, reasons }) => [places[0]?.line, reasons])).toEqual([
      [7, ['address-scheme']],
      [5, [expect.stringMatching(/^(?:truncated|undecodable)$/)]],
      [3, ['data-uri-large']],
      [1, []],
    ]);
  });

  it('holds images to a rule about size, remote and local, without encoding', async () => {
    const { bytes } = await drawPicture({ seed: 5, width: 200, height: 100 });
    const site = await siteWith(
      { '/large.png': { picture: { seed: 5, width: 200, height: 100 } }, '/small.png': picture },
      (base) => `![](${base}/large.png) ![](${base}/small.png) ![](large.png)\n`,
      { 'posts/large.png': bytes },
    );
    const byPixels = await site.run(['check', 'posts', '--max-pixels', '0.01MP', ...onLoopback]);
    expect(verdictsOf(byPixels)).toEqual({
      [`${site.origin.url}/large.png`]: ['oversized'],
      [`${site.origin.url}/small.png`]: 'ok',
      'posts/large.png': ['oversized'],
    });
    expect(linesOf(byPixels)[0]?.evidence).toMatchObject({ width: 200, height: 100, pixelLimit: 10_000 });
    expect(byPixels.code).toBe(0);
    const byBytes = await site.run(['check', 'posts', '--max-bytes', '20KB', '--fail-on', 'warn', ...onLoopback]);
    expect(byBytes.code).toBe(1);
    expect(linesOf(byBytes)[0]?.evidence).toMatchObject({ bytes: bytes.length, limit: 20_000 });
  });

  it('tells a placeholder by the many addresses that give it', async () => {
    const paths = Array.from({ length: 21 }, (_, index) => `/${index}.png`);
    const routes = {
      ...Object.fromEntries(paths.map((path) => [path, picture])),
      '/own.png': { picture: { seed: 9 } },
    };
    const site = await siteWith(routes, (base) =>
      [...paths, '/own.png'].map((path) => `![](${base}${path})\n`).join('\n'),
    );
    const verdicts = Object.values(verdictsOf(await site.run(['check', 'posts', ...onLoopback])));
    expect(verdicts.filter((reasons) => reasons.includes('one-picture-many-addresses'))).toHaveLength(21);
    expect(verdicts.filter((reasons) => reasons === 'ok')).toHaveLength(1);
  });

  it('writes further reports into files, and the result where --output says', async () => {
    const site = await siteWith({}, () => '![](gone.png)\n');
    const reports = ['ndjson', 'json', 'sarif', 'junit', 'github', 'markdown', 'html', 'text'];
    const result = await site.run([
      'check',
      'posts',
      ...reports.flatMap((format) => ['--report', `${format}=out/check.${format}`]),
      '--output',
      'result.txt',
    ]);
    expect(result).toMatchObject({ code: 1, stdout: '' });
    for (const format of reports) expect(await site.read(`out/check.${format}`)).toContain('gone.png');
    expect(JSON.parse(await site.read('out/check.sarif'))).toMatchObject({ version: '2.1.0' });
    expect(await site.read('result.txt')).toContain('posts/gone.png');
  });

  it('names files from the root of the repository where machines want it so', async () => {
    const site = await siteWith({}, () => '![](gone.png)\n', { '.git/HEAD': 'ref: refs/heads/main\n' });
    const result = await runCli(['check', '.', '--format', 'github'], {
      cwd: join(site.folder, 'posts'),
      env: { HOME: site.folder },
    });
    expect(result.stdout).toContain('file=posts/p.md,line=1');
  });

  it.each([
    [['--report', 'sarif'], '--report'],
    [['--report', 'doc=x'], '--report'],
    [['--deep', '--quick'], '--deep'],
    [['--changed', '--staged'], '--staged'],
    [['--store', 'file:x', '--changed'], '--store'],
    [['--update-baseline'], '--update-baseline'],
    [['--max-bytes', 'many'], '--max-bytes'],
    [['--fail-on', 'nothing'], '--fail-on'],
  ])('refuses %j', async (args, option) => {
    const site = await siteWith({}, () => 'x\n');
    const result = await site.run(['check', 'posts', ...args]);
    expect(result.code).toBe(2);
    expect(result.stderr).toContain(option);
  });

  it.each([
    ['a store of the configuration', 'stores:\n  main: { url: file:site/img, publicUrl: /img }\n', 'main'],
    ['a store told in fields', 'stores:\n  main: { kind: file, dir: site/img, publicUrl: /img/ }\n', 'main'],
    ['the target', 'to: file:site/img\npublicUrl: /img/\n', 'file:site/img'],
  ])('finds what a run put into a folder that %s is, wherever the site has it', async (_, config, to) => {
    const site = await createTestSite(
      {
        'posts/a.md': '![](a.png)\n',
        'posts/a.png': (await drawPicture(picture.picture)).bytes,
        'imgferry.config.yaml': config,
      },
      {},
    );
    expect(await site.run(['migrate', 'posts', '--to', to, '--write'])).toMatchObject({ code: 0 });
    expect(await site.read('posts/a.md')).toContain('(/img/');
    expect(await site.run(['check', 'posts'])).toMatchObject({ code: 0 });
    const again = await site.run(['migrate', 'posts', '--to', to, '--write', '--format', 'json']);
    expect(JSON.parse(again.stdout)).toMatchObject({ images: [{ state: 'in-place' }] });
  });

  it('takes a quoted glob for posts, and refuses one that no post matches', async () => {
    const site = await siteWith({}, () => 'x\n', { 'posts/sub/b.md': '![](gone.png)\n', 'posts/[c].md': '![]()\n' });
    const found = verdictsOf(await site.run(['check', 'posts/**/b.md', '--local', ...onLoopback]));
    expect(found).toEqual({ 'posts/sub/gone.png': ['file-missing'] });
    expect(await site.run(['check', 'posts/[c].md', '--local'])).toMatchObject({ code: 1 });
    const none = await site.run(['check', 'posts', 'posts/**/*.mdx']);
    expect(none.code).toBe(2);
    expect(none.stdout).toMatch(/No post matches that pattern\s+where: posts\/\*\*\/\*\.mdx/);
    expect((await site.run(['check', 'posts/*.mdx', '--lang', 'zh'])).stdout).toContain('没有文章与该模式匹配');
  });

  it('says which posts it could not read, and checks the others', async () => {
    const site = await siteWith({}, () => '![](gone.png)\n', { 'posts/latin1.md': Buffer.from([0x21, 0xe9, 0x0a]) });
    const result = await site.run(['check', 'posts', '--format', 'json', '--fail-on', 'never']);
    expect(JSON.parse(result.stdout)).toMatchObject({ unread: [{ file: 'posts/latin1.md' }], images: [{}] });
    expect(result.code).toBe(1);
  });

  it('sends what the configuration says for its host alone', async () => {
    const site = await siteWith({ '/a.png': picture }, (base) => `![](${base}/a.png)\n`);
    const host = new URL(site.origin.url).host;
    await writeTree(site.folder, {
      'imgferry.config.yaml': `site: https://blog.example/\nhosts:\n  "${host}":\n    headers: { cookie: "\${PASS}" }\n`,
    });
    const result = await site.run(['check', 'posts', ...onLoopback], { PASS: 'secret-pass' });
    expect(site.origin.requests[0]?.headers.cookie).toBe('secret-pass');
    expect(
      result.stdout + result.stderr + (await readFile(join(site.folder, '.imgferry/ledger.db'), 'latin1')),
    ).not.toContain('secret-pass');
  });

  it('checks what a hook and what a pull request are about', async () => {
    const site = await siteWith({}, () => '![](gone.png)\n', { '.gitignore': '.imgferry/\n' });
    makeRepository(site.folder);
    expect(await site.run(['check', 'posts', '--changed', ...onLoopback])).toMatchObject({ code: 0, stdout: '' });
    await writeTree(site.folder, { 'posts/新 文章.md': '![](other.png)\n' });
    git(site.folder, 'add', '--all');
    const staged = await site.run(['check', 'posts', '--staged', ...onLoopback]);
    expect([staged.code, verdictsOf(staged)]).toEqual([1, { 'posts/other.png': ['file-missing'] }]);
    commitAll(site.folder, 'second');
    const shallow = await site.run(['check', 'posts', '--changed', ...onLoopback], { GITHUB_BASE_REF: 'main2' });
    expect(shallow.code).toBe(2);
    expect(shallow.stderr).toContain('fetch-depth: 0');
    expect(verdictsOf(await site.run(['check', 'posts', '--since', 'HEAD~1', ...onLoopback]))).toEqual({
      'posts/other.png': ['file-missing'],
    });
  });

  it('takes a baseline', async () => {
    const site = await siteWith({}, () => '![](gone.png)\n');
    const args = ['check', 'posts', '--baseline', 'known.txt'];
    const without = await site.run(args);
    expect([without.code, without.stdout.includes('--update-baseline')]).toEqual([2, true]);
    expect((await site.run([...args, '--update-baseline'])).code).toBe(0);
    expect((await site.run(args)).code).toBe(0);
  });

  it('shows its help without loading what looks at images', async () => {
    const site = await siteWith({}, () => 'x\n');
    const result = await site.run(['check', '--help'], { NODE_V8_COVERAGE: join(site.folder, 'loaded') });
    expect(result).toMatchObject({ code: 0, stdout: expect.stringContaining('--update-baseline') });
    const files = await readTree(join(site.folder, 'loaded'));
    const loaded =
      [...files.values()]
        .map(String)
        .join('')
        .match(/file:[^"]+/g) ?? [];
    expect(loaded.some((url) => url.endsWith('bin/imgferry.js'))).toBe(true);
    expect(loaded.filter((url) => /node_modules|compose|look-tools|schema-/.test(url))).toEqual([]);
  });
});
