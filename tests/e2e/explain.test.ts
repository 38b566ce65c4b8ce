import { readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, it } from 'vitest';
import type { ImageExplanation } from '../../src/core/image-explanation.js';
import { writeTree } from '../support/file-tree.js';
import { cut, flatPng, phoneJpeg, photoJpeg, svg } from '../support/images.js';
import { type CliResult, runCli } from '../support/run-cli.js';
import { temporaryFolder } from '../support/temporary-folder.js';

const post = `---
title: a.png
cover: /img/cover.png # old.png
---

![a](a.png) and \`![b](b.png)\` 中文 <img src="https://h.example/c.png">

    ![d](d.png)

![e](missing.png) ![f]() [g](https://h.example/g.png)

just words
`;

interface Explained {
  readonly explain: (...args: readonly string[]) => Promise<CliResult>;
}

async function createPosts(files: Readonly<Record<string, string | Buffer>> = {}): Promise<Explained> {
  const cwd = await temporaryFolder();
  await writeTree(cwd, {
    'posts/a.md': post,
    'posts/a.png': 'x',
    'static/img/cover.png': 'x',
    '.git/HEAD': '',
    ...files,
  });
  return { explain: (...args) => runCli(['explain', ...args], { cwd }) };
}

const schema: unknown = JSON.parse(
  readFileSync(new URL('../../config/schemas/explain.schema.json', import.meta.url), 'utf8'),
);

function parse({ stdout }: CliResult): Record<string, never> {
  const value = JSON.parse(stdout);
  const ajv = new Ajv2020({ strict: false, allErrors: true });
  expect(ajv.validate(schema as object, value) ? [] : ajv.errors).toEqual([]);
  return value;
}

describe('explain POST:LINE', () => {
  it('says what each thing on the line is, underlines it and names the rule', async () => {
    const { explain } = await createPosts();
    const { code, stdout } = await explain('posts/a.md:6');
    expect(code).toBe(0);
    const quoted = '    ![a](a.png) and `![b](b.png)` 中文 <img src="https://h.example/c.png">\n';
    expect(stdout).toContain(`posts/a.md:6:6\n${quoted}         ^^^^^\n`);
    expect(stdout).toMatch(/✓ An image: .*CommonMark 0\.31\.2, 6\.4.* · inline/);
    expect(stdout).toMatch(/address: posts\/a\.png\n\s+found by: relative to the document · beside-post/);
    expect(stdout).toContain(`posts/a.md:6:18\n${quoted}                     ^^^^^^^^^^^\n`);
    expect(stdout).toMatch(/✗ No image: !\[b\]\(b\.png\)\n.*code span.*\n.*code-span · CommonMark 0\.31\.2, 6\.1/);
    expect(stdout).toContain(`posts/a.md:6:44\n${quoted}`);
    expect(stdout).toContain(`\n${' '.repeat(49)}${'^'.repeat('https://h.example/c.png'.length)}\n`);
    expect(stdout.indexOf('6:6')).toBeLessThan(stdout.indexOf('6:18'));
    expect(stdout.indexOf('6:18')).toBeLessThan(stdout.indexOf('6:44'));
  });

  it('says the same in Chinese', async () => {
    const { explain } = await createPosts();
    const { code, stdout } = await explain('posts/a.md:8', '--lang', 'zh');
    expect(code).toBe(0);
    expect(stdout).toMatch(
      /✗ 不是图片：!\[d\]\(d\.png\)\n.*代码块。\n.*规则：indented-code · CommonMark 0\.31\.2, 4\.4/,
    );
  });

  it('tells where a missing file was looked for, why an address is none, and what is a link', async () => {
    const { explain } = await createPosts();
    const { stdout } = await explain('posts/a.md:10');
    expect(stdout).toMatch(
      /looked for\n\s+· posts\/missing\.png {2}\(beside-post, not there\)\n\s+· posts\/a\/missing/,
    );
    expect(stdout).toMatch(/but: No address stands there\. · empty/);
    expect(stdout).toMatch(/! A link, no image: .* · link-inline/);
  });

  it('gives the same as JSON by its schema', async () => {
    const { explain } = await createPosts();
    expect(parse(await explain('posts/a.md:3', '--format', 'json'))).toMatchObject({
      file: 'posts/a.md',
      generator: null,
      lines: [
        {
          line: 3,
          references: [
            {
              syntax: 'front-matter',
              url: 'static/img/cover.png',
              rule: 'static-folder',
              candidates: [
                { path: 'img/cover.png', rule: 'site-root', exists: false },
                { path: 'static/img/cover.png', rule: 'static-folder', exists: true },
              ],
            },
          ],
          lookalikes: [{ written: 'old.png', column: 25, rule: 'front-matter-comment' }],
        },
      ],
    });
  });

  it('takes a column, what other tools print after it, a name that holds a colon, and an empty line', async () => {
    const { explain } = await createPosts({ 'a:3.md': '\n\n![x](x.png)', 'C:\\x.md': '![y](y.png)' });
    const one = parse(await explain('posts/a.md:6:20:', '--format', 'json'));
    expect(one).toMatchObject({ lines: [{ references: [], lookalikes: [{ rule: 'code-span' }] }] });
    expect(parse(await explain('a:3.md:3', '--format', 'json'))).toMatchObject({ file: 'a:3.md' });
    expect(parse(await explain('C:\\x.md:1', '--format', 'json'))).toMatchObject({
      lines: [{ references: [{ raw: 'y.png' }] }],
    });
    expect((await explain('posts/a.md:12')).stdout).toContain('Nothing on this line');
    expect((await explain('posts/a.md:13')).code).toBe(0);
  });

  it('says that a scan leaves the document out: generated, ignored by git, excluded', async () => {
    const { explain } = await createPosts({ 'public/a.md': post, 'drafts/a.md': post, '.gitignore': 'drafts\n' });
    const left = async (...args: readonly string[]): Promise<boolean> =>
      (await explain(...args)).stdout.includes('A scan of this folder leaves the document out');
    expect(await left('public/a.md:6')).toBe(true);
    expect(await left('drafts/a.md:6')).toBe(true);
    expect(await left('posts/a.md:6')).toBe(false);
    expect(parse(await explain('public/a.md', '--format', 'json'))).toMatchObject({ scanned: false });
  });

  it('reads in the dialect that is recognised, or that is asked for', async () => {
    const hexo = { '_config.yml': 'title: x\n', 'package.json': '{"dependencies":{"hexo":"7"}}' };
    const { explain } = await createPosts({ ...hexo, 'posts/e.md': '![[x.png]]\n' });
    const asHexo = await explain('posts/e.md:1');
    expect(asHexo.stdout).toMatch(/read as hexo has it[\s\S]*another dialect than that of hexo/);
    expect((await explain('posts/e.md:1', '--generator', 'plain')).stdout).toMatch(/An image: .*Obsidian/);
  });
});

describe('explain POST', () => {
  it('explains each image, and names the lines where others only look like one', async () => {
    const { explain } = await createPosts();
    const { code, stdout } = await explain('posts/a.md');
    expect(code).toBe(0);
    expect([...stdout.matchAll(/^posts\/a\.md:(\S+)$/gm)].map(([, place]) => place)).toEqual([
      '3:8',
      '6:6',
      '6:44',
      '10:6',
      '10:24',
    ]);
    expect(stdout).toMatch(/On 2 further lines .*: 6, 8\. `imgferry explain\s+posts\/a\.md:6`/);
  });

  it('says so where there is none', async () => {
    const { explain } = await createPosts({ 'n.md': 'words\n' });
    expect((await explain('n.md')).stdout).toContain('No image is named');
  });
});

describe('explain CODE', () => {
  it('says what the page of errors says', async () => {
    const { explain } = await createPosts();
    const page = readFileSync(new URL('../../docs/errors.md', import.meta.url), 'utf8');
    const { code, stdout } = await explain('OBJECT_CONFLICT');
    expect(code).toBe(0);
    const entry = /### OBJECT_CONFLICT\n\n\*\*(.*)\*\*\n\n(.*)\n/.exec(page);
    const flat = stdout.replace(/\s+/g, ' ');
    expect(flat).toContain(entry?.[1]);
    expect(flat).toContain(entry?.[2]);
    expect((await explain('CLOCK_SKEWED')).stdout).toContain('Exit code 3.');
  });

  it('knows reasons, rules, notes and syntaxes too, in both languages', async () => {
    const { explain } = await createPosts();
    expect((await explain('saves-too-little')).stdout).toContain('would save too little');
    expect((await explain('fenced-code')).stdout).toMatch(/fenced code block[\s\S]*CommonMark 0\.31\.2, 4\.5/);
    expect((await explain('temp-files-swept')).stdout).toContain('swept');
    expect((await explain('html-srcset', '--lang', 'zh')).stdout).toContain('写法');
    expect((await explain('vault-name')).stdout).toContain('vault');
    expect((await explain('hotlink-protected')).stdout).toMatch(
      /hotlink-protected · reason of a verdict · \S+[\s\S]*→/,
    );
    expect(parse(await explain('FILE_MISSING', '--format', 'json'))).toMatchObject({ meanings: [{ kind: 'error' }] });
    expect(parse(await explain('empty', '--format', 'json'))).toMatchObject({ id: 'empty' });
  });

  it('needs no configuration that can be read', async () => {
    const { explain } = await createPosts({ 'imgferry.config.yaml': 'nope: 1\n' });
    expect((await explain('CONFIG_INVALID')).code).toBe(0);
  });
});

describe('imgferry explain IMAGE', () => {
  it('says what it is, what was tried with bytes and score, and what is chosen', async () => {
    const { explain } = await createPosts({ 'photo.jpg': await photoJpeg(), 'shot.png': await flatPng() });
    const result = await explain('photo.jpg', '--image-format', 'auto', '--format', 'json');
    const photo: ImageExplanation = JSON.parse(result.stdout);
    parse(result);
    expect(photo).toMatchObject({ file: 'photo.jpg', reason: 'encoded', facts: { format: 'jpeg' } });
    const taken = photo.tries.filter(({ isTaken }) => isTaken);
    expect(taken).toEqual([expect.objectContaining({ format: photo.result?.format, bytes: photo.result?.bytes })]);
    expect(taken[0]?.score).toBeGreaterThanOrEqual(80);
    const text = (await explain('shot.png', '--image-format', 'webp')).stdout;
    expect(text).toMatch(/PNG, 320 × 240[\s\S]*drawn by a machine[\s\S]*Tried[\s\S]*WEBP lossless[\s\S]*✓ WEBP/);
  });

  it('says why a picture is left as it is, and what is wrong with a broken one', async () => {
    const photo = await photoJpeg();
    const { explain } = await createPosts({
      'drawing.svg': svg(),
      'cut.jpg': cut(photo, 0.3),
      'photo.png': await phoneJpeg({ copyright: '© 2026 Ada' }),
    });
    expect((await explain('drawing.svg')).stdout).toContain('Left alone: a drawing (SVG)');
    const named = await explain('photo.png');
    expect(named.stdout).toContain('Left alone: its name claims another format than it has');
    expect(named.stdout).not.toContain('imgferry optimize');
    expect(named.stdout).toContain(', © 2026 Ada');
    expect((await explain('cut.jpg')).stdout).toContain('cut off');
    const broken = parse(await explain('posts/a.png', '--format', 'json'));
    expect(broken).toMatchObject({ verdict: { level: 'broken' }, tries: [] });
  });
});

describe('what explain can not follow', () => {
  it.each([
    ['a code that nobody knows', ['object-conflict'], /Did you mean `OBJECT_CONFLICT`/],
    ['a word that is nothing', ['xyzzy'], /expected: a post \(`POST` or `POST:LINE`\)[\s\S]*found: xyzzy/],
    ['a picture that is not there', ['posts/none.png'], /nothing at that path/],
    ['a folder', ['posts'], /expected: a post/],
    ['a file that is not there', ['posts/nope.md:3'], /posts\/nope\.md/],
    ['a name that no disk takes', [`${'x'.repeat(5000)}.md`], /nothing at that path/],
    ['a line past the end', ['posts/a.md:99'], /no line 99\s+where: posts\/a\.md\s+expected: a line from 1 to 13/],
    ['line 0', ['posts/a.md:0'], /no line 0\s+where: posts\/a\.md\s+expected: a line from 1 to 13/],
    ['a post that is not UTF-8', ['gbk.md:1'], /not UTF-8/],
    ['a format', ['posts/a.md', '--format', 'xml'], /--format[\s\S]*found: xml/i],
    ['nothing at all', [], /missing required argument/],
  ])('answers %s with exit code 2', async (_, args, words) => {
    const { explain } = await createPosts({ 'gbk.md': Buffer.from([0xc4, 0xe3, 0xba, 0xc3]) });
    const { code, stderr, stdout } = await explain(...args);
    expect(stderr).toMatch(words);
    expect(stdout).toBe('');
    expect(code).toBe(2);
  });

  it('is told by --help', async () => {
    const { explain } = await createPosts();
    const { code, stdout } = await explain('--help');
    expect(code).toBe(0);
    expect(stdout).toMatch(/posts\/a\.md:12[\s\S]*OBJECT_CONFLICT/);
  });
});
