import { chmod, readFile, rename } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { drawPicture } from '../support/draw-picture.js';
import { writeTree } from '../support/file-tree.js';
import { startOssServer } from '../support/oss-server.js';
import { commitAll, git, makeRepository } from '../support/repository.js';
import { type CliResult, programPath, runCli } from '../support/run-cli.js';
import { layOutSite } from '../support/sites/lay-out-site.js';
import { temporaryFolder } from '../support/temporary-folder.js';

const region = 'cn-hangzhou';
const acl = 'public-read';

/** What docs/walks.md tells, step by step. */
type Run = (args: readonly string[]) => Promise<CliResult>;

async function done(run: Run, args: readonly string[], code = 0): Promise<string> {
  const result = await run(args);
  expect(result.code, `imgferry ${args.join(' ')}\n${result.stdout}${result.stderr}`).toBe(code);
  return result.stdout;
}

describe('a Hexo blog that moves bucket and domain', { timeout: 240_000 }, () => {
  const posts = {
    'harbour.md':
      '---\ncover: https://old.example.com/blog/a.png\n---\n![pier](https://old.example.com/blog/a.png "t")\n',
    'cats.md':
      'A cat: <img src="https://old.example.com/blog/%E7%8C%AB.png">\n\n![](https://old.example.com/blog/gone.png)\n',
    'both.md': '{% img left https://old.example.com/blog/猫.png 300 %} ![](https://old.example.com/blog/a.png)\n',
  };

  it('undoes one post months later, edited and under a new name', async () => {
    const keys = { LTAIoldAccountKey01: 'old-secret', LTAInewAccountKey02: 'new-secret' };
    const server = await startOssServer({
      buckets: ['old-blog', 'new-blog'].map((name) => ({ name, region, acl })),
      keys,
    });
    onTestFinished(() => server.close());
    for (const [seed, name] of ['a.png', '猫.png'].entries())
      server.seed('old-blog', `blog/${name}`, (await drawPicture({ seed })).bytes, { 'content-type': 'image/png' });
    const cwd = await temporaryFolder();
    const inPosts = Object.entries(posts).map(([name, text]) => [`source/_posts/${name}`, text]);
    await writeTree(cwd, { '_config.yml': 'title: blog\n', ...Object.fromEntries(inPosts) });
    const env = {
      OSS_ACCESS_KEY_ID: 'LTAInewAccountKey02',
      OSS_ACCESS_KEY_SECRET: 'new-secret',
      OLD_ACCESS_KEY_ID: 'LTAIoldAccountKey01',
      OLD_ACCESS_KEY_SECRET: 'old-secret',
    };
    const run: Run = (args) => runCli(args, { cwd, env });
    const read = (path: string): Promise<string> => readFile(join(cwd, path), 'utf8');
    const store = (bucket: string): string => `oss://${bucket}/blog?region=${region}&endpoint=${server.endpoint}`;
    const answers = ['--credentials', 'env:OSS', '--public-url', `${server.endpoint}/new-blog/`];
    await done(run, ['init', '--yes', '--to', store('new-blog'), ...answers, '--allow-host', '127.0.0.1']);
    const written = await read('imgferry.config.yaml');
    const old = `  old:\n    url: "${store('old-blog')}"\n    publicUrl: https://old.example.com/\n    credentials: env:OLD\n`;
    await writeTree(cwd, { 'imgferry.config.yaml': written.replace('stores:\n', `stores:\n${old}`) });

    expect(await done(run, [])).toContain('imgferry transfer old main --posts .');
    const plan = await done(run, ['transfer', 'old', 'main', '--posts', 'source/_posts']);
    expect(plan).toContain('Accounts · LTAI…ey01 at the source · LTAI…ey02 at the target.');
    const moved = await done(run, ['transfer', 'old', 'main', '--posts', 'source/_posts', '--write']);
    expect(moved).toMatch(/cats\.md:3:5 {2}not among the images that moved/);
    expect(await done(run, ['verify'])).toContain('2 read back, just as stored');

    const at = (name: string): string => join(cwd, 'source/_posts', name);
    await rename(at('harbour.md'), at('pier.md'));
    const pier = await read('source/_posts/pier.md');
    await writeTree(cwd, { 'source/_posts/pier.md': `${pier.replace('pier', 'the pier')}\nLater.\n` });
    expect((await run(['undo', '--post', 'cats.md'])).stdout).toContain('Edited were source/_posts/cats.md.');
    await done(run, ['undo', '--post', 'source/_posts/pier.md']);
    const expected = `${posts['harbour.md'].replace('pier', 'the pier')}\nLater.\n`;
    expect(await read('source/_posts/pier.md')).toBe(expected);
    expect(await read('source/_posts/both.md')).not.toContain('old.example.com');
    expect(await done(run, ['runs'])).toContain('partly undone');
  });
});

describe('a Docusaurus site whose pull requests are guarded', { timeout: 240_000 }, () => {
  it('says what a branch breaks, where it stands, and lets no such commit through', async () => {
    const { folder: cwd } = await layOutSite('docusaurus');
    const run: Run = (args) => runCli(args, { cwd });
    await done(run, ['init', '--yes']);
    makeRepository(cwd);
    git(cwd, 'branch', '--force', 'base');
    await done(run, ['check', '--local']);
    const hook = `#!/bin/sh\nexec ${process.execPath} ${programPath} check --staged --local > /dev/null 2>&1\n`;
    await writeTree(cwd, { '.git/hooks/pre-commit': hook });
    await chmod(join(cwd, '.git/hooks/pre-commit'), 0o755);
    const page = "![](./img/missing.png) ![](/img/logo.png)\n\n<img src={require('./img/Card.png').default} />\n";
    await writeTree(cwd, { 'docs/new.md': page });
    expect(() => commitAll(cwd, 'new page')).toThrow();
    git(cwd, 'commit', '--quiet', '--no-verify', '--message', 'new page');
    expect(await done(run, ['check', '--changed', '--local'])).toContain('`--since main` compares');
    const found = await done(run, ['check', '--since', 'base', '--local', '--format', 'github'], 1);
    expect(found.match(/^::error file=docs\/new\.md,line=\d/gm)).toHaveLength(2);
    expect(found).toContain('on disk docs/img/card.png');
  });
});

describe('ten sites with ten sets of keys in one shell', { timeout: 240_000 }, () => {
  it('stores each site’s images by the keys that its configuration points at', async () => {
    const ids = Array.from({ length: 10 }, (_, index) => `${index + 1}`);
    const server = await startOssServer({
      buckets: ids.map((id) => ({ name: `site-${id}-pics`, region, acl })),
      keys: Object.fromEntries(ids.map((id) => [`LTAIkeyOfSite${id}`, `secret-${id}`])),
    });
    onTestFinished(() => server.close());
    const shell = Object.fromEntries(
      ids.flatMap((id) => [
        [`SITE${id}_ACCESS_KEY_ID`, `LTAIkeyOfSite${id}`],
        [`SITE${id}_ACCESS_KEY_SECRET`, `secret-${id}`],
      ]),
    );
    const { bytes } = await drawPicture({ seed: 1 });
    const home = await temporaryFolder();
    await Promise.all(
      ids.map(async (id) => {
        const site = join(home, id);
        const url = `oss://site-${id}-pics/blog?region=${region}&endpoint=${server.endpoint}`;
        const main = { url, publicUrl: `${server.endpoint}/site-${id}-pics/`, credentials: `env:SITE${id}` };
        const configuration = { posts: ['posts'], to: 'main', stores: { main }, allowHosts: ['127.0.0.1'] };
        const files = { 'posts/a.md': '![](../a.png)\n', 'a.png': bytes };
        await writeTree(site, { ...files, 'imgferry.config.json': JSON.stringify(configuration) });
      }),
    );
    const { stderr } = await runCli(['init', '--yes', '--config', 'other.yaml'], { cwd: home, env: shell });
    expect(stderr.match(/Variables: keys LTAI…\w+ \(env:SITE\d+\)/g)).toHaveLength(10);
    const move = async (id: string): Promise<void> => {
      await done((args) => runCli(args, { cwd: join(home, id), env: shell }), ['migrate', '--write']);
      expect(await readFile(join(home, id, 'posts/a.md'), 'utf8')).toContain(`/site-${id}-pics/blog/`);
      expect(server.objects(`site-${id}-pics`).size).toBe(1);
    };
    await Promise.all(ids.map(move));
  });
});
