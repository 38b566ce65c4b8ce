import { chmod, link, lstat, readFile, rename, symlink, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { listTree, writeTree } from '../support/file-tree.js';
import { cut, flatPng, noisyPixels, photoJpeg, picture, svg } from '../support/images.js';
import { createTestSite, outcomeOf } from '../support/migration.js';
import { fast, filesOf, imageOf, notesOf, outcomesOf } from '../support/optimizing.js';
import { makeRepository } from '../support/repository.js';
import type { CliResult } from '../support/run-cli.js';

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
    const namesOf = (result: CliResult): readonly string[] => Object.keys(outcomesOf(result)).sort();
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
