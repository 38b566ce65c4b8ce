import { readFileSync } from 'node:fs';
import { chmod, mkdir, readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { photoJpeg } from '../support/images.js';
import { createTestSite, oldBase, outcomeOf, type TestSite } from '../support/migration.js';

/** Pictures that an encoder makes smaller, one from elsewhere and one beside the post. */
async function migratedSite(): Promise<{ site: TestSite; run: string }> {
  const photo = (seed: number) => photoJpeg({ seed, width: 640, height: 480 }, { quality: 98 });
  const site = await createTestSite(
    {
      'posts/a.md': `---\ntitle: A\n---\n\n![](${oldBase}remote.jpg)\n\n![](图%201.jpg)\n`,
      'posts/b.md': `![](${oldBase}remote.jpg)\n`,
      'posts/图 1.jpg': await photo(1),
    },
    { '/remote.jpg': { body: await photo(2), headers: { 'content-type': 'image/jpeg' } } },
  );
  const done = outcomeOf(await site.migrate(['--write', '--format', 'json']));
  expect(done.images.map(({ state }) => state)).toEqual(['stored', 'stored']);
  return { site, run: done.run ?? '' };
}

const pageOf = async (site: TestSite, args: readonly string[] = []): Promise<string> => {
  const { stdout, stderr, code } = await site.run(['report', ...args]);
  expect([stderr, code]).toEqual(['', 0]);
  return site.read(stdout.trim());
};

const rowOf = (page: string, text: string): string =>
  page.split('\n').find((line) => line.startsWith('<tr data-k') && line.includes(text)) ?? '';

const picturesIn = (row: string): readonly string[] =>
  [...row.matchAll(/<img class="(\w+)"/g)].map(([, side = '']) => side);

describe('imgferry report', () => {
  it('makes a page of the newest run that changed something, with both pictures where both are at hand', async () => {
    const { site, run } = await migratedSite();
    await site.migrate(['--write']);
    const { stdout } = await site.run(['report']);
    expect(stdout).toBe(`.imgferry/reports/${run}.html\n`);
    const page = await site.read(stdout.trim());
    expect(page).toContain(`run ${run}`);
    expect(picturesIn(rowOf(page, 'posts/图 1.jpg'))).toEqual(['was', 'now']);
    expect(picturesIn(rowOf(page, `${oldBase}remote.jpg`))).toEqual(['now']);
    expect(rowOf(page, 'remote.jpg')).toMatch(/posts\/a\.md:5:5.*posts\/b\.md:1:5/s);
    expect(page).toMatch(
      /-!\[\]\(https:\/\/old\.example\.com\/remote\.jpg\)<.*\n?.*\+!\[\]\(https:\/\/img\.example\.com/,
    );
    expect(await site.run(['report', run])).toMatchObject({ code: 0 });
  });

  it('asks the network with --fetch alone', async () => {
    const { site } = await migratedSite();
    const asked = site.origin.requests.length;
    await site.write('imgferry.config.yaml', `remap: ["${oldBase}=${site.origin.url}/"]\n`);
    await pageOf(site);
    expect(site.origin.requests.length).toBe(asked);
    const page = await pageOf(site, ['--fetch', '--allow-host', '127.0.0.1']);
    expect(picturesIn(rowOf(page, `${oldBase}remote.jpg`))).toEqual(['was', 'now']);
    expect(site.origin.requests.length).toBe(asked + 1);
  });

  it('shows no picture that is not the one of the run', async () => {
    const { site } = await migratedSite();
    await site.write('posts/图 1.jpg', 'other bytes');
    for (const folder of await readdir(join(site.folder, 'store'))) {
      for (const name of await readdir(join(site.folder, 'store', folder)))
        await site.write(`store/${folder}/${name}`, '');
    }
    const page = await pageOf(site);
    expect(page).not.toContain('<img class="was" alt="before"');
    expect(page).toContain('How 2 images look');
  });

  it('says what became of posts since', async () => {
    const { site } = await migratedSite();
    await site.write('posts/a.md', `${await site.read('posts/a.md')}\nmore\n`);
    await rm(join(site.folder, 'posts/b.md'));
    const page = await pageOf(site, ['--lang', 'zh']);
    expect(page).toContain('1 篇文章之后被编辑过');
    expect(page).toContain('1 篇文章已不存在');
    expect(page).toMatch(/@@ 第 5 行 @@.*-https:\/\/old\.example\.com\/remote\.jpg/);
    await site.run(['undo']);
    expect(await pageOf(site)).toContain('undone');
  });

  it('shows what optimizing did where images stand', async () => {
    const site = await createTestSite({
      'static/a.jpg': await photoJpeg({ seed: 3, width: 640, height: 480 }, { quality: 98 }),
    });
    expect((await site.run(['optimize', 'static', '--write'])).code).toBe(0);
    const page = await pageOf(site);
    expect(picturesIn(rowOf(page, 'static/a.jpg'))).toEqual(['was', 'now']);
    expect(rowOf(page, 'static/a.jpg')).toMatch(/KB → .*KB.*−\d/);
    await site.run(['undo']);
    const undone = rowOf(await pageOf(site), 'static/a.jpg');
    expect(picturesIn(undone)).toEqual(['was']);
    expect(undone).toContain('undone');
  });

  it('says of a transfer that bytes are the same only where nothing was made smaller on the way', async () => {
    const bytes = await photoJpeg({ seed: 6, width: 640, height: 480 }, { quality: 98 });
    const site = await createTestSite({ 'from/图.jpg': bytes });
    await site.run(['transfer', 'file:from', 'file:same', '--public-url', 'https://img.example.com/', '--write']);
    const same = rowOf(await pageOf(site), 'from/图.jpg');
    expect(same).toContain('the same bytes');
    expect(picturesIn(same)).toEqual(['now']);
    const smaller = ['--public-url', 'https://img.example.com/', '--optimize', 'auto', '--write'];
    expect((await site.run(['transfer', 'file:from', 'file:smaller', ...smaller])).code).toBe(0);
    expect(rowOf(await pageOf(site), 'from/图.jpg')).toMatch(/not known → \d/);
  });

  it('shows what a check saw at the new address, and of how many none did', async () => {
    const site = await createTestSite({
      'posts/a.md': '![](a.jpg)\n\n![](b.jpg)\n',
      'posts/a.jpg': await photoJpeg({ seed: 4, width: 640, height: 480 }, { quality: 98 }),
      'posts/b.jpg': await photoJpeg({ seed: 5 }, { quality: 60 }),
    });
    await site.run(['migrate', 'posts', '--to', 'file:store', '--public-url', `${site.origin.url}/`, '--write']);
    const [, kept = ''] = /127\.0\.0\.1:\d+(\/\S+?\.jpg)/.exec(await site.read('posts/a.md')) ?? [];
    site.origin.set(kept, { body: readFileSync(join(site.folder, 'store', kept)) });
    await site.run(['check', 'posts', '--allow-host', '127.0.0.1']);
    const page = await pageOf(site);
    expect(rowOf(page, 'posts/a.jpg')).toMatch(/class="ok".*check: fine/);
    expect(rowOf(page, 'posts/b.jpg')).not.toContain('check:');
    expect(page).toContain('Whether 1 image shows to readers');
  });

  it('writes the table of old and new addresses', async () => {
    const { site } = await migratedSite();
    const { stdout, code } = await site.run(['report', '--csv']);
    expect(code).toBe(0);
    const [titles, ...lines] = stdout.split('\r\n');
    expect(titles).toBe('post,line,old,new,key,bytes_before,bytes_after,status');
    expect(lines[0]).toMatch(
      /^posts\/a\.md,5,https:\/\/old\.example\.com\/remote\.jpg,https:\/\/img\.example\.com\/(\S+\.jpg),\1,\d+,\d+,moved$/,
    );
    expect(lines[1]).toMatch(/^posts\/a\.md,7,posts\/图 1\.jpg,/);
    expect(lines).toHaveLength(4);
    await site.run(['report', '--format', 'csv', '--output', 'handover.csv']);
    expect(await site.read('handover.csv')).toBe(`\ufeff${stdout}`);
  });

  it('opens the page, or says where it is', async () => {
    const { site, run } = await migratedSite();
    const bin = join(site.folder, 'bin');
    await mkdir(bin);
    await writeFile(join(bin, 'xdg-open'), `#!/bin/sh\necho "$1" > "${site.folder}/opened"\n`);
    await chmod(join(bin, 'xdg-open'), 0o755);
    const opened = await site.run(['report', '--open'], { PATH: `${bin}:${process.env.PATH}` });
    expect([opened.code, opened.stderr]).toEqual([0, '']);
    expect((await site.read('opened')).trim()).toBe(join(site.folder, '.imgferry/reports', `${run}.html`));
    const without = await site.run(['report', '--open'], { PATH: '/nowhere' });
    expect(without.code).toBe(0);
    expect(without.stderr).toContain(`open .imgferry/reports/${run}.html in a browser`);
  });

  it.each([
    ['an unknown run', ['20200101-000000-0000'], 2, /no such run: 20200101-000000-0000/],
    ['another format', ['--format', 'pdf'], 2, /html/],
    ['a table that is opened', ['--csv', '--open'], 2, /--csv --open/],
    ['a file in place of a folder', ['--output', 'posts/a.md/page.html'], 2, /posts\/a\.md\/page\.html/],
  ])('ends with an error that says what to do: %s', async (_, args, code, words) => {
    const { site } = await migratedSite();
    const result = await site.run(['report', ...args]);
    expect([result.code, result.stdout]).toEqual([code, '']);
    expect(result.stderr).toMatch(words);
    expect(result.stderr).toContain('→');
  });

  it('ends with 2 where nothing ever ran, and makes no folder', async () => {
    const site = await createTestSite({});
    const result = await site.run(['report']);
    expect([result.code, result.stdout]).toEqual([2, '']);
    expect(await readdir(site.folder)).toEqual([]);
  });
});
