import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { createAuthority } from '../net/certificates.js';
import { drawPicture } from '../support/draw-picture.js';
import { writeTree } from '../support/file-tree.js';
import { createTestSite, oldBase, outcomeOf } from '../support/migration.js';
import { startOrigin } from '../support/origin-server.js';
import { factsOf, offersOf, onLoopback, page, picture, repairing, siteWith } from '../support/repairing.js';
import { temporaryFolder } from '../support/temporary-folder.js';

describe('imgferry repair', { timeout: 60_000 }, () => {
  it('plans without --write, edits every post that shows the image with it, and can be undone to the byte', async () => {
    const site = await siteWith(
      { '/old.png': { redirectTo: '/new.png', status: 301 }, '/new.png': picture, '/fine.png': picture },
      (base) =>
        `![one](${base}/old.png "A *title*")\r\n\r\n[![two](${base}/old.png)](${base}/old.png) ![](${base}/fine.png)\r\n`,
    );
    await writeTree(site.folder, { 'posts/q.md': `<img alt="x" src='${site.origin.url}/old.png'>\n` });
    const before = [await site.read('posts/p.md'), await site.read('posts/q.md')];
    const plan = await site.run(repairing);
    const offer = [`${site.origin.url}/old.png`, `${site.origin.url}/new.png`];
    expect(offersOf(plan)).toEqual({ [offer[0] ?? '']: ['planned', 'moved-permanently', offer[1]] });
    expect(outcomeOf(plan).posts.map(({ file, edits }) => [file, edits])).toEqual([
      ['posts/p.md', 3],
      ['posts/q.md', 1],
    ]);
    expect([await site.read('posts/p.md'), await site.read('posts/q.md')]).toEqual(before);
    expect((await site.run([...repairing, '--diff'])).stdout).toContain(`+<img alt="x" src='${offer[1]}'>`);

    const done = await site.run([...repairing, '--write']);
    expect(done.code).toBe(0);
    expect(offersOf(done)).toEqual({ [offer[0] ?? '']: ['reused', 'moved-permanently', offer[1]] });
    expect(await site.read('posts/p.md')).toBe(before[0]?.replaceAll('/old.png', '/new.png'));
    expect(await site.read('posts/q.md')).toBe(before[1]?.replaceAll('/old.png', '/new.png'));
    expect((await site.run(repairing)).code).toBe(0);
    expect((await site.run(['undo'])).code).toBe(0);
    expect([await site.read('posts/p.md'), await site.read('posts/q.md')]).toEqual(before);
  });

  /** A store whose objects a server of its own serves, and the image that a run brought there as it was. */
  async function siteWithStore(optimize: readonly string[] = ['--optimize', 'off']) {
    const site = await createTestSite({ 'first/p.md': `![](${oldBase}a.png)\n` }, { '/a.png': picture });
    const bucket = await startOrigin({ '/fine.png': picture });
    onTestFinished(() => bucket.close());
    const network = ['--remap', `${oldBase}=${site.origin.url}/`, '--allow-host', '127.0.0.1'];
    const target = ['--to', 'file:store', '--public-url', `${bucket.url}/`, ...optimize];
    const migrated = await site.run(['migrate', 'first', ...target, ...network, '--write', '--format', 'json']);
    const key = outcomeOf(migrated).images[0]?.key ?? '';
    const body = await readFile(join(site.folder, 'store', key));
    bucket.set(`/${key}`, { body, headers: { 'content-type': `image/${key.split('.').at(-1)}` } });
    return { ...site, bucket, stored: `${bucket.url}/${key}`, path: `/${key}` };
  }

  it('offers an object with the bytes that the address had, at its public address', async () => {
    const site = await siteWithStore();
    await writeTree(site.folder, { 'posts/p.md': `![](${site.origin.url}/twin.png)\n` });
    site.origin.set('/twin.png', picture);
    expect((await site.run(['check', 'posts', '--allow-host', '127.0.0.1'])).code).toBe(0);
    site.origin.set('/twin.png', { status: 410 });
    const result = await site.run([...repairing, '--write']);
    expect(offersOf(result)).toEqual({ [`${site.origin.url}/twin.png`]: ['reused', 'same-digest', site.stored] });
    expect(await site.read('posts/p.md')).toBe(`![](${site.stored})\n`);
  });

  it('offers the object of an address that a run moved, in a post that it did not see, while it has its bytes', async () => {
    const site = await siteWithStore();
    await writeTree(site.folder, { 'posts/p.md': `![](${oldBase}a.png) ![](${site.bucket.url}/fine.png)\n` });
    expect(offersOf(await site.run(repairing))).toEqual({
      [`${oldBase}a.png`]: ['planned', 'same-digest', site.stored],
    });
    site.bucket.set(site.path, { picture: { seed: 77 } });
    const refused = await site.run(repairing);
    expect(refused.code).toBe(1);
    expect(factsOf(refused)).toMatchObject({ reason: 'dns-failure', tried: ['same-digest other-bytes'] });
  });

  it('offers the object that a run made smaller, where nothing has the old bytes any more', async () => {
    const site = await siteWithStore(['--image-format', 'webp']);
    await writeTree(site.folder, { 'posts/p.md': `![](${oldBase}a.png) ![](${site.bucket.url}/fine.png)\n` });
    expect(offersOf(await site.run(repairing))).toEqual({
      [`${oldBase}a.png`]: ['planned', 'migrated-before', site.stored],
    });
  });

  it('offers the address that a store has now for an object that is named by one that it had', async () => {
    const bucket = await startOrigin({ '/blog/a%20b.png': picture });
    onTestFinished(() => bucket.close());
    const site = await siteWith({}, (base) => `![](${base}/blog/a%20b.png)\n`);
    await writeTree(site.folder, {
      'imgferry.config.yaml': `stores:\n  main:\n    url: file:store\n    publicUrl: ${bucket.url}/\n    addresses: ${site.origin.url}/\n`,
    });
    expect(offersOf(await site.run(repairing))).toEqual({
      [`${site.origin.url}/blog/a%20b.png`]: ['planned', 'same-object', `${bucket.url}/blog/a%20b.png`],
    });
  });

  it('finds a copy in a local folder by its bytes, and never by its name', async () => {
    const { bytes } = await drawPicture(picture.picture);
    const other = (await drawPicture({ seed: 2, width: 60, height: 40 })).bytes;
    const site = await siteWith({ '/photo.png': picture }, (base) => `# x\n\n![](${base}/photo.png)\n`, {
      'images/photo.png': other,
    });
    const args = [...repairing, '--from', 'images'];
    expect((await site.run(['check', 'posts', '--allow-host', '127.0.0.1'])).code).toBe(0);
    site.origin.set('/photo.png', { status: 404 });
    const named = await site.run(args);
    expect(named.code).toBe(1);
    expect(factsOf(named)).toMatchObject({ reason: 'not-found', near: 'images/photo.png' });
    expect((await site.run(['repair', 'posts', ...onLoopback, '--from', 'images'])).stdout).toContain(
      'images/photo.png has the same name, and nothing proves',
    );

    await writeTree(site.folder, { 'images/2020/图 1.png': bytes });
    const found = await site.run([...args, '--write']);
    expect(offersOf(found)).toEqual({
      [`${site.origin.url}/photo.png`]: ['reused', 'local-copy', 'images/2020/图 1.png'],
    });
    expect(await site.read('posts/p.md')).toBe('# x\n\n![](../images/2020/图%201.png)\n');
    expect((await site.run(['check', 'posts'])).code).toBe(0);
  });

  it('names a copy that stands where the site does not publish it, and writes no address that leads nowhere', async () => {
    const { bytes } = await drawPicture(picture.picture);
    const backup = await temporaryFolder();
    await writeFile(join(backup, 'x.png'), bytes);
    const site = await siteWith({ '/photo.png': picture }, (base) => `![](${base}/photo.png)\n`);
    await site.run(['check', 'posts', '--allow-host', '127.0.0.1']);
    site.origin.set('/photo.png', { status: 404 });
    const result = await site.run([...repairing, '--from', backup]);
    expect(factsOf(result)).toMatchObject({
      tried: expect.arrayContaining(['local-copy outside-site']),
      copy: expect.stringContaining('x.png'),
    });
  });

  it('writes the address that the site’s generator publishes a local copy at', async () => {
    const { bytes } = await drawPicture(picture.picture);
    const site = await createTestSite(
      {
        'hugo.toml': 'baseURL = "https://blog.example/"\n',
        'content/posts/p.md': 'x\n',
        'static/img/copy.png': bytes,
        'backup/copy.png': bytes,
      },
      { '/photo.png': picture },
    );
    await writeTree(site.folder, { 'content/posts/p.md': `![](${site.origin.url}/photo.png)\n` });
    await site.run(['check', 'content', '--allow-host', '127.0.0.1']);
    site.origin.set('/photo.png', { status: 404 });
    const args = ['repair', 'content', ...repairing.slice(2)];
    const backup = await site.run([...args, '--from', 'backup']);
    expect(factsOf(backup)).toMatchObject({
      tried: expect.arrayContaining(['local-copy outside-site']),
      copy: 'backup/copy.png',
    });
    expect((await site.run([...args, '--from', 'backup', '--from', 'static', '--write'])).code).toBe(0);
    expect(await site.read('content/posts/p.md')).toBe('![](/img/copy.png)\n');
  });

  it('finds a file that was moved within the site', async () => {
    const { bytes } = await drawPicture(picture.picture);
    const site = await siteWith({}, () => '![a](../img/a.png#left)\n', { 'img/a.png': bytes });
    expect((await site.run(['check', 'posts'])).code).toBe(0);
    await mkdir(join(site.folder, 'img/2020'));
    await rename(join(site.folder, 'img/a.png'), join(site.folder, 'img/2020/b.png'));
    const result = await site.run([...repairing, '--from', 'img', '--write']);
    expect(offersOf(result)).toEqual({ 'img/a.png': ['reused', 'local-copy', 'img/2020/b.png'] });
    expect(await site.read('posts/p.md')).toBe('![a](../img/2020/b.png#left)\n');
  });

  it('offers https where it serves an image, and not where it serves a page', async () => {
    const authority = await createAuthority();
    const tls = await authority.issue('IP:127.0.0.1');
    const secure = await startOrigin({ '/a.png': picture, '/page.png': page }, { tls });
    onTestFinished(() => secure.close());
    const site = await siteWith(
      {},
      () => `![](http://127.0.0.1:${secure.port}/a.png) ![](http://127.0.0.1:${secure.port}/page.png)\n`,
    );
    await writeFile(join(site.folder, 'ca.pem'), authority.ca);
    const env = { NODE_EXTRA_CA_CERTS: join(site.folder, 'ca.pem') };
    const result = await site.run([...repairing, '--write'], env);
    expect(result.code).toBe(1);
    expect(offersOf(result)).toEqual({
      [`http://127.0.0.1:${secure.port}/a.png`]: ['reused', 'https-works', `https://127.0.0.1:${secure.port}/a.png`],
      [`http://127.0.0.1:${secure.port}/page.png`]: 'REPAIR_UNPROVED',
    });
    expect(factsOf(result)).toMatchObject({ tried: ['https-works not-an-image'] });
    expect(await site.read('posts/p.md')).toBe(
      `![](https://127.0.0.1:${secure.port}/a.png) ![](http://127.0.0.1:${secure.port}/page.png)\n`,
    );
  });

  it('corrects the case of letters in each way a post names the file, and nothing else', async () => {
    const { bytes } = await drawPicture(picture.picture);
    const site = await createTestSite({
      '_config.yml': 'post_asset_folder: true\n',
      'package.json': '{"dependencies": {"hexo": "7"}}\n',
      'source/images/Cat One.png': bytes,
      'source/_posts/p/Photo.PNG': bytes,
      'source/_posts/p.md': [
        '---\ncover: /images/cat one.png\n---\n',
        '![a](</images/cat one.png> "t") ![b](/IMAGES/cat%20one.png?v=1#x)\n',
        '{% asset_img photo.png 300 "A cat" %}\n',
        '<img src="/images/Cat One.png" alt="fine">\n',
      ].join('\n'),
    });
    const before = await site.read('source/_posts/p.md');
    const args = ['repair', 'source/_posts', ...repairing.slice(2), '--write'];
    const result = await site.run(args);
    expect(result.code).toBe(0);
    expect(new Set(outcomeOf(result).images.map(({ reason }) => reason))).toEqual(new Set(['letter-case']));
    const after = await site.read('source/_posts/p.md');
    expect((await site.run(['check', 'source/_posts', '--local'])).code).toBe(0);
    expect(after).toContain('{% asset_img Photo.PNG 300 "A cat" %}');
    expect(after).toContain('?v=1#x)');
    expect(after.toLowerCase().replaceAll('%20', ' ').replaceAll(/[<>]/g, '')).toBe(
      before.toLowerCase().replaceAll('%20', ' ').replaceAll(/[<>]/g, ''),
    );
  });

  it('corrects the case of letters inside of an expression', async () => {
    const { bytes } = await drawPicture(picture.picture);
    const body = (name: string): string =>
      `![a]({{ site.baseurl }}/img/${name}) <img src="{{ '/img/${name}' | relative_url }}">\n`;
    const site = await createTestSite({
      '_config.yml': 'baseurl: /blog\n',
      Gemfile: 'gem "jekyll"\n',
      'img/Cat.png': bytes,
      '_posts/2024-01-01-p.md': body('cat.PNG'),
    });
    const result = await site.run(['repair', '_posts', ...repairing.slice(2), '--write']);
    expect(result.code).toBe(0);
    expect(await site.read('_posts/2024-01-01-p.md')).toBe(body('Cat.png'));
  });

  it('leaves alone what a comment or the configuration ignores, and what could not be seen', async () => {
    const routes = {
      '/old.png': { redirectTo: '/new.png', status: 308 },
      '/new.png': picture,
      '/unseen.png': { status: 403, headers: { 'cf-mitigated': 'challenge' }, body: 'no' },
      '/ignored.png': { status: 404 },
    };
    const site = await siteWith(
      routes,
      (base) =>
        `![](${base}/old.png)\n\n<!-- imgferry-ignore-next-line -->\n![](${base}/old.png)\n\n![](${base}/unseen.png) ![](${base}/ignored.png)\n`,
    );
    await writeTree(site.folder, { 'imgferry.config.yaml': `ignore: ["*/ignored.png"]\n` });
    const result = await site.run([...repairing, '--write']);
    expect(result.code).toBe(0);
    expect(Object.keys(offersOf(result))).toEqual([`${site.origin.url}/old.png`]);
    const lines = (await site.read('posts/p.md')).split('\n');
    expect([lines[0], lines[3]]).toEqual([`![](${site.origin.url}/new.png)`, `![](${site.origin.url}/old.png)`]);
    expect(JSON.parse(result.stdout).notes).toContainEqual(
      expect.objectContaining({ id: 'images-not-seen', facts: { images: 1 } }),
    );
  });

  it('takes what a server says of another place only with the bytes that it shows', async () => {
    const site = await siteWith(
      {
        '/old.png': { redirectTo: '/new.png', status: 301 },
        '/new.png': { ...picture, flaky: { times: 1, answer: { picture: { seed: 8 } } } },
      },
      (base) => `![](${base}/old.png)\n`,
    );
    const result = await site.run(repairing);
    expect(result.code).toBe(0);
    expect(outcomeOf(result).images).toEqual([]);
  });

  it('prints for people in English and Chinese', async () => {
    const site = await siteWith(
      { '/old.png': { redirectTo: '/new.png', status: 301 }, '/new.png': picture },
      (base) => `![](${base}/old.png) ![](${base}/gone.png)\n`,
    );
    const args = ['repair', 'posts', '--allow-host', '127.0.0.1', '--quiet'];
    const { stdout } = await site.run(args);
    expect(stdout).toContain('2 images: 1 can be mended, 1 can’t be mended');
    expect(stdout).toContain('✓ the address that its server names');
    expect(stdout).toContain('✗ Broken: not there, and nothing is proved to take its place');
    expect(stdout).toContain('found: https in place of http (');
    expect(stdout).toContain('imgferry repair … --write');
    expect((await site.run([...args, '--lang', 'zh'])).stdout).toContain('2 张图片：1 张可以修复，1 张无法修复');
  });

  it.each([
    [['--from', 'nowhere'], 'nowhere'],
    [['--wayback', 'ftp://x/'], '--wayback'],
  ])('refuses %j', async (args, named) => {
    const site = await siteWith({}, () => 'x\n');
    const result = await site.run(['repair', 'posts', ...args]);
    expect(result.code).toBe(2);
    expect(result.stderr + result.stdout).toContain(named);
  });

  it('refuses a post that changes while it works, and repairs the others', async () => {
    const site = await siteWith(
      { '/old.png': { redirectTo: '/new.png', status: 301 }, '/new.png': { ...picture, delay: 300 } },
      (base) => `![](${base}/old.png)\n`,
    );
    await writeTree(site.folder, { 'posts/q.md': `![](${site.origin.url}/old.png)\n` });
    const running = site.run([...repairing, '--write']);
    await expect.poll(() => site.origin.count('/new.png'), { timeout: 20_000 }).toBeGreaterThan(1);
    await writeFile(join(site.folder, 'posts/q.md'), `mine ![](${site.origin.url}/old.png)\n`);
    const result = await running;
    expect(result.code).toBe(1);
    expect(outcomeOf(result).posts.map(({ file, error }) => [file, error?.code])).toEqual([
      ['posts/p.md', undefined],
      ['posts/q.md', 'DOCUMENT_CHANGED'],
    ]);
    expect(await site.read('posts/q.md')).toBe(`mine ![](${site.origin.url}/old.png)\n`);
  });
});
