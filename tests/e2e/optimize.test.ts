import { chmod, link, lstat, readFile, rename, symlink, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { listTree, readTree, writeTree } from '../support/file-tree.js';
import { cut, flatPng, noisyPixels, photoJpeg, picture, svg } from '../support/images.js';
import { createTestSite, type OutcomeJson, outcomeOf, type TestSite } from '../support/migration.js';
import { startOssServer } from '../support/oss-server.js';
import { makeRepository } from '../support/repository.js';
import type { CliResult } from '../support/run-cli.js';

const fast = ['--effort', 'fast', '--format', 'json'] as const;

/** State and reason of each image, or its error. */
function outcomesOf(result: CliResult): Readonly<Record<string, unknown>> {
  return Object.fromEntries(
    outcomeOf(result).images.map(({ url, state, reason, error }) => [url, error ? error.code : `${state} ${reason}`]),
  );
}

const notesOf = (result: CliResult): readonly string[] => outcomeOf(result).notes.map(({ id }) => id);

const imageOf = (result: CliResult, url: string): OutcomeJson['images'][number] | undefined =>
  outcomeOf(result).images.find((image) => image.url === url);

/** Everything but what imgferry keeps for itself. */
async function filesOf({ folder }: TestSite): Promise<Map<string, Buffer>> {
  const files = await readTree(folder);
  for (const name of [...files.keys()]) if (/^\.(?:imgferry|git)\//.test(name)) files.delete(name);
  return files;
}

describe('imgferry optimize', { timeout: 60_000 }, () => {
  it('plans with the bytes that it expects, does it, has nothing to do then, and takes it back to the byte', async () => {
    const site = await createTestSite({
      'images/photo.jpg': await photoJpeg(),
      'images/deep/图 1.png': await flatPng({ width: 400, height: 300 }),
      'images/drawing.svg': svg(),
      'images/notes.txt': 'no image',
    });
    const before = await filesOf(site);
    const plan = await site.run(['optimize', 'images', ...fast]);
    expect(plan.code).toBe(0);
    expect(outcomesOf(plan)).toEqual({
      'images/photo.jpg': 'planned encoded',
      'images/deep/图 1.png': 'planned encoded',
      'images/drawing.svg': 'skipped vector',
    });
    expect(await filesOf(site)).toEqual(before);

    const done = await site.run(['optimize', 'images', ...fast, '--write']);
    const after = await filesOf(site);
    for (const name of ['images/photo.jpg', 'images/deep/图 1.png']) {
      expect(after.get(name)?.length).toBe(imageOf(plan, name)?.bytesAfter);
      expect(imageOf(done, name)).toMatchObject({ state: 'stored', bytesBefore: before.get(name)?.length });
    }
    expect([...after.keys()]).toEqual([...before.keys()]);

    const again = await site.run(['optimize', 'images', ...fast, '--write']);
    expect(outcomesOf(again)).toMatchObject({
      'images/photo.jpg': 'in-place made-here',
      'images/deep/图 1.png': 'in-place made-here',
    });
    expect(await filesOf(site)).toEqual(after);

    expect(await site.run(['undo'])).toMatchObject({ code: 0 });
    expect(await filesOf(site)).toEqual(before);
    expect(await listTree(join(site.folder, '.imgferry/originals'))).toEqual([]);
  });

  it('never encodes again what it made, whatever the settings are', async () => {
    const site = await createTestSite({ 'images/photo.jpg': await photoJpeg() });
    await site.run(['optimize', 'images', ...fast, '--write']);
    const once = await site.read('images/photo.jpg');
    const settings = [
      ['--quality', '40'],
      ['--quality', '70'],
      ['--image-format', 'webp'],
      ['--image-format', 'avif', '--effort', 'fast'],
      ['--image-format', 'auto'],
    ];
    for (const given of settings) {
      const result = await site.run(['optimize', 'images', ...fast, ...given, '--write']);
      expect(outcomesOf(result)).toEqual({ 'images/photo.jpg': 'in-place made-here' });
    }
    expect(await site.read('images/photo.jpg')).toBe(once);
  });

  it('puts the new format in the old one’s place, and says that no links were looked at', async () => {
    const site = await createTestSite({ 'images/cat.png': await flatPng(), 'posts/p.md': '![](../images/cat.png)\n' });
    const before = await filesOf(site);
    const done = await site.run(['optimize', 'images', ...fast, '--image-format', 'webp', '--write']);
    expect(imageOf(done, 'images/cat.png')).toMatchObject({ state: 'stored', key: 'images/cat.webp' });
    expect(notesOf(done)).toEqual(['names-not-followed', 'originals-kept']);
    expect([...(await filesOf(site)).keys()]).toEqual(['images/cat.webp', 'posts/p.md']);
    expect(await listTree(join(site.folder, '.imgferry/originals'))).toHaveLength(1);
    await site.run(['undo']);
    expect(await filesOf(site)).toEqual(before);
  });

  it('keeps a format whose new name is taken, would be taken twice, or would break a link to the old one', async () => {
    const site = await createTestSite({
      'images/cat.png': await flatPng(),
      'images/cat.webp': await picture().webp({ quality: 90 }).toBuffer(),
      'images/dog.png': await flatPng({ seed: 2 }),
      'images/DOG.jpg': await photoJpeg({ seed: 2 }),
      'images/linked.png': await flatPng({ seed: 3 }),
    });
    await symlink('linked.png', join(site.folder, 'images/alias.png'));
    const done = await site.run(['optimize', 'images', ...fast, '--image-format', 'webp', '--write']);
    expect(outcomesOf(done)).toEqual({
      'images/DOG.jpg': 'stored name-taken',
      'images/cat.png': 'stored name-taken',
      'images/cat.webp': 'skipped lossy-source',
      'images/dog.png': 'stored name-taken',
      'images/linked.png': 'stored linked-to',
    });
    expect((await lstat(join(site.folder, 'images/alias.png'))).isSymbolicLink()).toBe(true);
    expect(await readFile(join(site.folder, 'images/alias.png'))).toEqual(
      await readFile(join(site.folder, 'images/linked.png')),
    );
  });

  it('leaves alone, and names, what it must not touch, and goes on with the rest', async () => {
    const photo = await photoJpeg();
    const site = await createTestSite({
      'images/twin.jpg': photo,
      'images/read-only.jpg': photo,
      'images/cut.jpg': cut(photo, 0.5),
      'images/empty.png': '',
      'images/page.png': '<!doctype html><title>404</title>',
      'images/lies.png': photo,
      'images/noise.png': await picture(noisyPixels).png().toBuffer(),
      'images/good.jpg': await photoJpeg({ seed: 9 }),
      'other/outside.jpg': photo,
    });
    await link(join(site.folder, 'images/twin.jpg'), join(site.folder, 'other/second-name.jpg'));
    await symlink('../other/outside.jpg', join(site.folder, 'images/link.jpg'));
    await chmod(join(site.folder, 'images/read-only.jpg'), 0o444);
    const before = await filesOf(site);
    const done = await site.run(['optimize', 'images', ...fast, '--write']);
    expect(done.code).toBe(1);
    expect(outcomesOf(done)).toEqual({
      'images/twin.jpg': 'skipped hard-linked',
      'images/read-only.jpg': 'skipped read-only',
      'images/cut.jpg': 'IMAGE_BROKEN',
      'images/empty.png': 'IMAGE_BROKEN',
      'images/page.png': 'IMAGE_BROKEN',
      'images/lies.png': 'skipped extension-lies',
      'images/noise.png': 'skipped saves-too-little',
      'images/good.jpg': 'stored encoded',
    });
    const after = await filesOf(site);
    after.set('images/good.jpg', before.get('images/good.jpg') ?? Buffer.alloc(0));
    expect(after).toEqual(before);
  });

  it('refuses to undo what was changed since or has no original, and puts the others back', async () => {
    const site = await createTestSite({
      'images/a.jpg': await photoJpeg({ seed: 1 }),
      'images/b.jpg': await photoJpeg({ seed: 2 }),
      'images/c.jpg': await photoJpeg({ seed: 3 }),
    });
    const before = await filesOf(site);
    const run = outcomeOf(await site.run(['optimize', 'images', ...fast, '--write'])).run ?? '';
    await writeFile(join(site.folder, 'images/a.jpg'), 'mine');
    const original = join(site.folder, `.imgferry/originals/${run}/images/b.jpg`);
    await rename(original, `${original}.gone`);
    const undone = await site.run(['undo', '--format', 'json']);
    expect(undone.code).toBe(1);
    expect(outcomesOf(undone)).toEqual({
      'images/a.jpg': 'REPLACED_SINCE',
      'images/b.jpg': 'ORIGINAL_MISSING',
      'images/c.jpg': 'stored original-restored',
    });
    expect(await site.read('images/a.jpg')).toBe('mine');
    expect(await readFile(join(site.folder, 'images/c.jpg'))).toEqual(before.get('images/c.jpg'));
  });

  it('keeps no originals where none are wanted, or in the folder that is named', async () => {
    const photo = await photoJpeg();
    const site = await createTestSite({ 'images/a.jpg': photo });
    await site.run(['optimize', 'images', ...fast, '--keep-originals', 'images/old', '--write']);
    const kept = (await listTree(join(site.folder, 'images'))).filter((name) => name.startsWith('old/'));
    expect(kept).toHaveLength(1);
    expect(await readFile(join(site.folder, 'images', kept[0] ?? ''))).toEqual(photo);
    expect(outcomesOf(await site.run(['optimize', 'images', ...fast, '--keep-originals', 'images/old']))).toEqual({
      'images/a.jpg': 'in-place made-here',
    });

    await writeTree(site.folder, { 'images/b.jpg': await photoJpeg({ seed: 5 }) });
    await site.run(['optimize', 'images', ...fast, '--keep-originals', 'off', '--write']);
    expect(outcomesOf(await site.run(['undo', '--format', 'json']))).toMatchObject({
      'images/b.jpg': 'ORIGINAL_MISSING',
    });
  });

  it('looks only at what was asked for: globs, what git ignores not, what changed since a commit', async () => {
    const site = await createTestSite({
      'images/a.jpg': await photoJpeg({ seed: 1 }),
      'images/b.png': await flatPng({ seed: 1 }),
      'images/ignored/c.jpg': await photoJpeg({ seed: 3 }),
      'node_modules/pkg/d.jpg': await photoJpeg({ seed: 4 }),
      '.gitignore': 'images/ignored/\n',
    });
    makeRepository(site.folder);
    const namesOf = (result: CliResult): readonly string[] => Object.keys(outcomesOf(result));
    expect(namesOf(await site.run(['optimize', '.', ...fast]))).toEqual(['images/a.jpg', 'images/b.png']);
    expect(namesOf(await site.run(['optimize', '.', ...fast, '--exclude', '*.png']))).toEqual(['images/a.jpg']);
    expect(namesOf(await site.run(['optimize', '.', ...fast, '--include', 'images/b*']))).toEqual(['images/b.png']);
    expect(namesOf(await site.run(['optimize', '.', ...fast, '--changed']))).toEqual([]);
    await writeTree(site.folder, { 'images/a.jpg': await photoJpeg({ seed: 7 }) });
    expect(namesOf(await site.run(['optimize', '.', ...fast, '--changed']))).toEqual(['images/a.jpg']);
  });

  it('leaves a file alone that changes while it is encoded', async () => {
    const site = await createTestSite({ 'images/a.jpg': await photoJpeg() });
    const path = join(site.folder, 'images/a.jpg');
    const running = site.run(['optimize', 'images', ...fast, '--write']);
    const touching = setInterval(() => void utimes(path, new Date(), new Date()), 5);
    onTestFinished(() => clearInterval(touching));
    const before = await readFile(path);
    const done = await running;
    expect(outcomesOf(done)).toEqual({ 'images/a.jpg': 'FILE_CHANGED' });
    expect(await readFile(path)).toEqual(before);
  });

  it('says clearly what is wrong with the command line', async () => {
    const site = await createTestSite({ 'images/a.jpg': await photoJpeg() });
    for (const args of [['optimize', 'nowhere'], ['optimize'], ['optimize', 'images', '--effort', 'slow']]) {
      const result = await site.run(args);
      expect(result.code).toBe(2);
      expect(result.stderr + result.stdout).not.toMatch(/\n\s+at /);
    }
  });
});

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
});

describe('imgferry optimize of a store', { timeout: 60_000 }, () => {
  const env = { OSS_ACCESS_KEY_ID: 'LTAIexampleid', OSS_ACCESS_KEY_SECRET: 'keep-this-secret' };

  async function createBucket() {
    const server = await startOssServer({
      buckets: [{ name: 'bucket', region: 'cn-hangzhou' }],
      keys: { LTAIexampleid: 'keep-this-secret' },
      region: 'cn-hangzhou',
    });
    onTestFinished(() => server.close());
    const headers = { 'content-type': 'image/jpeg', 'cache-control': 'max-age=60' };
    server.seed('bucket', 'blog/a.jpg', await photoJpeg(), headers);
    server.seed('bucket', 'blog/深/b.png', await flatPng(), { 'content-type': 'image/png' });
    server.seed('bucket', 'blog/readme.txt', Buffer.from('no image'), { 'content-type': 'text/plain' });
    server.seed('bucket', 'elsewhere/c.jpg', await photoJpeg(), headers);
    const store = `oss://bucket/blog?region=cn-hangzhou&endpoint=${server.endpoint}`;
    const bytes = () => new Map([...server.objects('bucket')].map(([key, { body }]) => [key, body]));
    return { server, store, bytes };
  }

  it('replaces objects, keeps their headers and the originals, and puts those back', async () => {
    const { server, store, bytes } = await createBucket();
    const site = await createTestSite({});
    const before = bytes();
    const args = ['optimize', store, '--allow-host', '127.0.0.1', ...fast];
    const plan = await site.run(args, env);
    expect(outcomesOf(plan)).toEqual({ 'a.jpg': 'planned encoded', '深/b.png': 'planned encoded' });
    expect(bytes()).toEqual(before);
    const done = await site.run([...args, '--write'], env);
    expect(done.code).toBe(0);
    const after = bytes();
    expect(after.get('blog/a.jpg')?.length).toBe(imageOf(plan, 'a.jpg')?.bytesAfter);
    expect(server.objects('bucket').get('blog/a.jpg')?.headers).toMatchObject({ 'cache-control': 'max-age=60' });
    expect(after.get('elsewhere/c.jpg')).toEqual(before.get('elsewhere/c.jpg'));
    expect([...after.keys()].filter((key) => key.startsWith('blog/.imgferry/originals/'))).toHaveLength(2);
    const again = await site.run([...args, '--write'], env);
    expect(outcomesOf(again)).toEqual({ 'a.jpg': 'in-place made-here', '深/b.png': 'in-place made-here' });
    expect(await site.run(['undo', '--allow-host', '127.0.0.1'], env)).toMatchObject({ code: 0 });
    expect(bytes()).toEqual(before);
  });

  it('brings posts along where the format changes', async () => {
    const { store, bytes } = await createBucket();
    const text = '![](https://img.example.com/blog/a.jpg) ![](https://img.example.com/blog/%E6%B7%B1/b.png "t")\n';
    const site = await createTestSite({ 'posts/p.md': text });
    const before = bytes();
    const target = ['--public-url', 'https://img.example.com/', '--allow-host', '127.0.0.1'];
    const args = ['optimize', store, '--posts', 'posts', '--image-format', 'webp', ...target, ...fast, '--write'];
    expect(await site.run(args, env)).toMatchObject({ code: 0 });
    expect(await site.read('posts/p.md')).toBe(text.replace('a.jpg', 'a.webp').replace('b.png', 'b.webp'));
    expect([...bytes().keys()].filter((key) => !key.includes('.imgferry')).sort()).toEqual([
      'blog/a.webp',
      'blog/readme.txt',
      'blog/深/b.webp',
      'elsewhere/c.jpg',
    ]);
    expect(await site.run(['undo', '--allow-host', '127.0.0.1'], env)).toMatchObject({ code: 0 });
    expect(await site.read('posts/p.md')).toBe(text);
    expect(bytes()).toEqual(before);
  });
});
