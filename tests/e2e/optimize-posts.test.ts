import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { listTree, writeTree } from '../support/file-tree.js';
import { flatPng } from '../support/images.js';
import { createTestSite, outcomeOf, type TestSite } from '../support/migration.js';
import { fast, filesOf, notesOf, outcomesOf } from '../support/optimizing.js';
import { makeRepository } from '../support/repository.js';

describe('imgferry optimize --posts', { timeout: 60_000 }, () => {
  const posts = {
    'posts/p.md':
      '---\ncover: "../images/cat.png"\n---\n![a](../images/cat.png "t") ![b](<../images/图 1.png#x>)\r\n\n`../images/cat.png`\n',
    'posts/q.md': "<img alt=x src='../images/cat.png?v=2'>\n\n[big](../images/cat.png)\n",
  };

  async function createSite(files: Readonly<Record<string, string>> = {}): Promise<TestSite> {
    return createTestSite({
      'images/cat.png': await flatPng(),
      'images/图 1.png': await flatPng({ seed: 2 }),
      ...posts,
      ...files,
    });
  }

  const toWebp = ['optimize', 'images', '--posts', 'posts', '--image-format', 'webp', ...fast];

  it('brings every link along, and leaves the old file where something else still names it', async () => {
    const site = await createSite();
    const before = await filesOf(site);
    const plan = await site.run(toWebp);
    expect(outcomeOf(plan).posts.map(({ file, edits }) => [file, edits])).toEqual([
      ['posts/p.md', 3],
      ['posts/q.md', 2],
    ]);
    expect(outcomeOf(plan).leftBehind).toMatchObject([{ file: 'posts/p.md', url: 'images/cat.png', reason: 'text' }]);
    expect(await filesOf(site)).toEqual(before);

    const done = await site.run([...toWebp, '--write']);
    expect(done.code).toBe(0);
    expect(await site.read('posts/p.md')).toBe(
      '---\ncover: "../images/cat.webp"\n---\n![a](../images/cat.webp "t") ![b](<../images/图 1.webp#x>)\r\n\n`../images/cat.png`\n',
    );
    expect(await site.read('posts/q.md')).toBe(
      "<img alt=x src='../images/cat.webp?v=2'>\n\n[big](../images/cat.webp)\n",
    );
    // the code span still names cat.png; nothing names the other one
    expect([...(await filesOf(site)).keys()].filter((name) => name.startsWith('images/'))).toEqual([
      'images/cat.png',
      'images/cat.webp',
      'images/图 1.webp',
    ]);
    expect(notesOf(done)).toContain('still-named');
    expect(await site.run(['undo'])).toMatchObject({ code: 0 });
    expect(await filesOf(site)).toEqual(before);
  });

  it('brings the links of a folder of many pictures along', async () => {
    const numbers = Array.from({ length: 9 }, (_, at) => at);
    const pictures = numbers.map(async (at) => [`images/${at}.png`, await flatPng({ seed: at })] as const);
    const text = numbers.map((at) => `![](../images/${at}.png)\n`).join('');
    const site = await createTestSite({ ...Object.fromEntries(await Promise.all(pictures)), 'posts/p.md': text });
    await site.run([...toWebp, '--write']);
    expect(await site.read('posts/p.md')).toBe(text.replaceAll('.png', '.webp'));
    expect(await listTree(join(site.folder, 'images'))).toEqual(numbers.map((at) => `${at}.webp`));
  });

  it.each([
    ['a style sheet', 'theme/main.css', 'body { background: url("/images/cat.png") }'],
    ['a component, percent-encoded', 'src/Hero.vue', '<img src="@/images/%E5%9B%BE%201.png">'],
    ['data', 'data/team.json', '{"photo":"images\\/cat.png"}'],
    ['another README', 'docs/README', 'see images/CAT.PNG'],
  ])('keeps an old file that %s names', async (_, file, text) => {
    const site = await createSite({ [file]: text, 'posts/p.md': '![](../images/cat.png)\n' });
    makeRepository(site.folder);
    const done = await site.run([...toWebp, '--write']);
    const left = outcomeOf(done).leftBehind;
    expect(left.map((place) => place.file)).toEqual([file]);
    expect((await filesOf(site)).has(left[0]?.url ?? '')).toBe(true);
  });

  it('goes on where it stopped: no picture is encoded twice, and an old file goes once nothing names it', async () => {
    const site = await createSite({ 'theme/main.css': 'a { background: url(../images/cat.png) }' });
    await site.run([...toWebp, '--write']);
    const webp = await readFile(join(site.folder, 'images/cat.webp'));
    const again = await site.run([...toWebp, '--write']);
    expect(outcomesOf(again)['images/cat.png']).toBe('reused encoded');
    await writeTree(site.folder, { 'theme/main.css': 'a {}', 'posts/p.md': 'nothing\n' });
    await site.run([...toWebp, '--write']);
    expect((await filesOf(site)).has('images/cat.png')).toBe(false);
    expect(await readFile(join(site.folder, 'images/cat.webp'))).toEqual(webp);
  });

  it('lets posts keep a new name whose original was not kept, and undoes the rest once it is back', async () => {
    const site = await createSite();
    const before = await filesOf(site);
    await site.run([...toWebp, '--keep-originals', 'off', '--write']);
    const after = await filesOf(site);
    const undone = await site.run(['undo', '--format', 'json']);
    expect(undone.code).toBe(1);
    expect(outcomeOf(undone).posts.map(({ file, error }) => [file, error?.code ?? null])).toEqual([
      ['posts/p.md', 'ORIGINAL_MISSING'],
      ['posts/q.md', null], // cat.png is there: a code span names it
    ]);
    expect((await filesOf(site)).get('posts/p.md')).toEqual(after.get('posts/p.md'));
    await writeTree(site.folder, { 'images/图 1.png': before.get('images/图 1.png') ?? '' });
    expect(await site.run(['undo'])).toMatchObject({ code: 0 });
    expect(await filesOf(site)).toEqual(before);
  });

  it.each([
    ['the newest first', (first: string, second: string) => [second, first]],
    ['the oldest first', (first: string, second: string) => [first, second, first]],
  ])('leaves no post without its picture when two runs are undone, %s', async (_, order) => {
    const files = { 'images/cat.png': await flatPng(), 'posts/p.md': '![](../images/cat.png)\n' };
    const site = await createTestSite({ ...files, 'main.css': 'a { background: url(images/cat.png) }' });
    const first = outcomeOf(await site.run([...toWebp, '--write'])).run ?? '';
    const later = { 'main.css': 'a {}', 'posts/q.md': '![](../images/cat.png)\n' };
    await writeTree(site.folder, later);
    const second = outcomeOf(await site.run([...toWebp, '--write'])).run ?? '';
    expect(await listTree(join(site.folder, 'images'))).toEqual(['cat.webp']);
    for (const run of order(first, second)) {
      expect(await site.run(['undo', run])).toMatchObject({ code: 0 });
      for (const post of ['p.md', 'q.md']) {
        const [, named = ''] = /\(\.\.\/(.*)\)/.exec(await site.read(`posts/${post}`)) ?? [];
        expect(await listTree(site.folder)).toContain(named);
      }
    }
    const all = Object.entries({ ...files, ...later }).map(([path, bytes]) => [path, Buffer.from(bytes)] as const);
    expect(await filesOf(site)).toEqual(new Map(all.sort(([one], [other]) => (one < other ? -1 : 1))));
    expect(await site.run(['undo'])).toMatchObject({ code: 2 });
  });

  it('keeps the tags of a generator, and the paths that a site has', async () => {
    const site = await createTestSite({
      '_config.yml': 'title: x\npost_asset_folder: true\n',
      'package.json': '{"hexo":{},"dependencies":{"hexo":"7.0.0"}}',
      'source/images/cat.png': await flatPng(),
      'source/_posts/hello/dog.png': await flatPng({ seed: 2 }),
      'source/_posts/hello.md': '---\ntitle: x\n---\n![](/images/cat.png)\n{% asset_img dog.png "my dog" %}\n',
    });
    const args = ['optimize', 'source', '--posts', 'source/_posts', '--image-format', 'webp', ...fast, '--write'];
    expect(await site.run(args)).toMatchObject({ code: 0 });
    expect(await site.read('source/_posts/hello.md')).toBe(
      '---\ntitle: x\n---\n![](/images/cat.webp)\n{% asset_img dog.webp "my dog" %}\n',
    );
  });

  it('keeps Pelican’s places before a path', async () => {
    const body = (extension: string): string =>
      `![a]({static}/images/cat.${extension}) ![b]({attach}dog.${extension}) <img src="{static}/images/cat.${extension}">\n`;
    const site = await createTestSite({
      'content/images/cat.png': await flatPng(),
      'content/dog.png': await flatPng({ seed: 2 }),
      'content/p.md': body('png'),
    });
    const args = ['optimize', 'content', '--posts', 'content', '--image-format', 'webp', ...fast, '--write'];
    expect(await site.run(args)).toMatchObject({ code: 0 });
    expect(await site.read('content/p.md')).toBe(body('webp'));
  });

  it('brings along what only a file of the site can be: keys of Astro’s image(), and imports', async () => {
    const body = (extension: string): string =>
      `---\nhero: "../img/cat.${extension}"\n---\nimport cat from '../img/cat.${extension}'\n\n<img src={cat.src} />\n`;
    const site = await createTestSite({
      'astro.config.mjs': '',
      'src/content.config.ts': 'const blog = { schema: ({ image }) => z.object({ hero: image() }) };',
      'src/img/cat.png': await flatPng(),
      'src/blog/p.mdx': body('png'),
    });
    const args = ['optimize', 'src/img', '--posts', 'src/blog', '--image-format', 'webp', ...fast];
    expect(await site.run([...args, '--write'])).toMatchObject({ code: 0 });
    expect(await site.read('src/blog/p.mdx')).toBe(body('webp'));
    expect(await site.run(['undo'])).toMatchObject({ code: 0 });
    expect(await site.read('src/blog/p.mdx')).toBe(body('png'));
  });

  it('keeps the expressions of a generator around a path', async () => {
    const body = (extension: string): string =>
      [
        '---\ntitle: x\n---',
        `![a]({{ site.baseurl }}/img/dog.${extension}) ![b]({{site.baseurl}}/img/dog.${extension})`,
        `![c]({{ "/img/my cat.${extension}" | relative_url }}) ![d]({% link img/dog.${extension} %}){: width="9" }`,
        `<img src="{{ '/img/dog.${extension}' | relative_url }}"> <img src="{{ site.url }}{{ site.baseurl }}/img/dog.${extension}?v=1">`,
        `![e][x]\n\n[x]: {{ site.baseurl }}/img/dog.${extension} "t"\n`,
      ].join('\n');
    const site = await createTestSite({
      '_config.yml': 'baseurl: /blog\n',
      Gemfile: 'gem "jekyll"\n',
      'img/my cat.png': await flatPng(),
      'img/dog.png': await flatPng({ seed: 2 }),
      '_posts/2024-01-01-p.md': body('png'),
    });
    const args = ['optimize', 'img', '--posts', '_posts', '--image-format', 'webp', ...fast];
    const plan = await site.run(args);
    const done = await site.run([...args, '--write']);
    expect(done).toMatchObject({ code: 0 });
    expect(await site.read('_posts/2024-01-01-p.md')).toBe(body('webp'));
    expect(outcomeOf(done).posts[0]?.edits).toBe(outcomeOf(plan).posts[0]?.edits);
    expect([...(await filesOf(site)).keys()].filter((name) => name.startsWith('img/'))).toEqual([
      'img/dog.webp',
      'img/my cat.webp',
    ]);
  });
});
