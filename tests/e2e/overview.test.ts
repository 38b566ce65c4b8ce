import { readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, it } from 'vitest';
import { writeTree } from '../support/file-tree.js';
import { flatPng } from '../support/images.js';
import { createTestSite, oldBase } from '../support/migration.js';
import { runCli } from '../support/run-cli.js';
import { temporaryFolder } from '../support/temporary-folder.js';

const config = `stores:
  blog:
    url: oss://blog?region=cn-hangzhou
    addresses: [https://img.blog.example/]
`;

const posts = {
  '_config.yml': 'title: x\n',
  'package.json': '{"dependencies":{"hexo":"^7.0.0"}}',
  'source/_posts/一.md': `![](https://img.blog.example/a.png) ![](https://img.blog.example/a.png)
![](https://img.blog.example/b.png) ![](https://i.example/c.png) ![](/img/d.png) ![](/img/gone.png)
![](data:image/gif;base64,R0lGODlhAQABAAAAACw=)
`,
};

async function createFolder(): Promise<string> {
  const cwd = await temporaryFolder();
  await writeTree(cwd, { ...posts, 'source/img/d.png': await flatPng() });
  return cwd;
}

describe('imgferry alone', () => {
  it('says on one screen what is here and what to do with it', async () => {
    const cwd = await createFolder();
    await writeTree(cwd, { 'imgferry.config.yaml': config });
    const { code, stderr, stdout } = await runCli([], { cwd });
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toContain('imgferry · hexo');
    expect(stdout).toContain('1 post, 6 images, named 7 times');
    expect(stdout).toMatch(/img\.blog\.example \(blog\) +2 +3 +\?/);
    expect(stdout).toMatch(/i\.example +1 +1 +\?/);
    expect(stdout).toMatch(/files here +1 +1 +\d[\d.]* \S*B/);
    expect(stdout).toContain('source/_posts/一.md:2:');
    expect(stdout).toContain('imgferry transfer blog STORE --posts .');
    expect(stdout.split('\n').length).toBeLessThan(30);
  });

  it('speaks Chinese, and JSON that fits its schema', async () => {
    const cwd = await createFolder();
    expect((await runCli(['--lang', 'zh'], { cwd })).stdout).toContain('1 篇文章，6 张图片，共引用 7 次');
    const { stdout } = await runCli(['overview', '--format', 'json'], { cwd });
    const schema = readFileSync(new URL('../../config/schemas/overview.schema.json', import.meta.url), 'utf8');
    const ajv = new Ajv2020({ allErrors: true });
    expect(ajv.validate(JSON.parse(schema), JSON.parse(stdout)), JSON.stringify(ajv.errors)).toBe(true);
    expect(JSON.parse(stdout)).toMatchObject({
      images: { images: 6, named: 7 },
      missing: [{ file: 'source/_posts/一.md', line: 2, raw: '/img/gone.png' }],
      next: [{ id: 'check', n: 3 }, { id: 'migrate' }, { id: 'relink' }],
    });
  });

  it('knows sizes of what was fetched before', async () => {
    const site = await createTestSite(
      { 'posts/p.md': `![a](${oldBase}a.png)\n` },
      { '/a.png': { picture: { seed: 1 } } },
    );
    expect((await site.run(['overview', 'posts'])).stdout).toContain('?');
    await site.migrate(['--write']);
    await site.run(['undo']);
    expect((await site.run(['overview', 'posts'])).stdout).toMatch(/1 +1 +\d[\d.]* \S*B/);
  });

  it('asks for the posts in a home folder, where it would read everything, and takes them by name', async () => {
    const cwd = await temporaryFolder();
    await writeTree(cwd, { '.bashrc': '', 'notes/a.md': '![](https://example.com/a.png)\n' });
    const home = await runCli([], { cwd });
    expect(home).toMatchObject({ code: 2, stdout: '' });
    expect(home.stderr).toContain('Which posts are meant?');
    expect((await runCli(['overview', '.'], { cwd })).code).toBe(0);
  });

  it('stops where there are no posts, and still names the help', async () => {
    const cwd = await temporaryFolder();
    const { code, stderr } = await runCli([], { cwd });
    expect(code).toBe(2);
    expect(stderr).toContain('No posts were found');
    expect((await runCli(['nosuch'], { cwd })).stderr).toContain("unknown command 'nosuch'");
  });
});
