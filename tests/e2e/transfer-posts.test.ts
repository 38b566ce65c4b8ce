import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { writeTree } from '../support/file-tree.js';
import { outcomeOf } from '../support/migration.js';
import { createTransferBench, onLoopback, ossKeys } from '../support/transferring.js';

const follow = ['--posts', 'posts'];
const picture = Buffer.from('picture');

async function createBench(post: string) {
  const bench = await createTransferBench();
  await bench.site.write('posts/a.md', post);
  bench.server.seed('old-pictures', 'blog/cat.png', picture);
  return bench;
}

describe('posts that follow a transfer', { timeout: 60_000 }, () => {
  it('are those that name a folder’s pictures by its base or by their path, and name them by path again', async () => {
    const post =
      '![](/img/cat.png) ![](../static/img/dog.png#x) [dog](../static/img/dog.png) [page](../static/img/b.md)\n';
    const { site, server, at } = await createBench(post);
    await writeTree(join(site.folder, 'static/img'), { 'cat.png': picture, 'dog.png': 'dog', 'b.md': 'page' });
    const local = { url: 'file:static/img', publicUrl: '/img/' };
    const main = { url: at('pictures/img'), publicUrl: 'https://new.example.com/' };
    await site.write('imgferry.config.json', JSON.stringify({ stores: { local, main } }));
    expect(await site.run(['transfer', 'local', 'main', ...follow, '--write', ...onLoopback], ossKeys)).toMatchObject({
      code: 0,
    });
    expect([...server.objects('pictures').keys()].sort()).toEqual(['img/b.md', 'img/cat.png', 'img/dog.png']);
    expect(await site.read('posts/a.md')).toBe(
      '![](https://new.example.com/img/cat.png) ![](https://new.example.com/img/dog.png#x) [dog](https://new.example.com/img/dog.png) [page](../static/img/b.md)\n',
    );
    const back = ['transfer', 'main', 'file:static/img', '--public-url', 'relative', ...follow, '--write'];
    expect(await site.run([...back, ...onLoopback], ossKeys)).toMatchObject({ code: 0 });
    expect(await site.read('posts/a.md')).toBe(post.replace('/img/cat.png', '../static/img/cat.png'));
  });

  it('lose signatures, which are of the old place, and keep a size that the new place can’t serve where it is', async () => {
    const at = 'https://old.example.com/blog/cat.png';
    const signed = 'OSSAccessKeyId=LTAI&Expires=1900000000&Signature=a%2Bb';
    const small = 'x-oss-process=image/resize,w_100';
    const { site, transfer } = await createBench(`![](${at}?${signed}) ![](${at}?v=2) ![](${at}?${small})\n`);
    expect(await transfer(['old', 'main', ...follow, '--write'])).toMatchObject({ code: 0 });
    const there = 'https://new.example.com/img/cat.png';
    expect(await site.read('posts/a.md')).toBe(`![](${there}) ![](${there}?v=2) ![](${there}?${small})\n`);
    const done = await transfer(['main', 'file:out', '--public-url', '/out/', ...follow, '--write']);
    expect(await site.read('posts/a.md')).toBe(`![](/out/cat.png) ![](/out/cat.png?v=2) ![](${there}?${small})\n`);
    expect(outcomeOf(done).leftBehind).toMatchObject([{ url: `${there}?${small}` }]);
  });

  it('tell what still points at the old place when everything was there already, too', async () => {
    const own = 'https://old-pictures.oss-cn-hangzhou.aliyuncs.com/blog';
    const { site, transfer } = await createBench(`![](${own}/cat.png) ![](${own}/dog.png)\n\n\`${own}/cat.png\`\n`);
    await transfer(['old', 'main', '--write']);
    const done = outcomeOf(await transfer(['old', 'main', ...follow, '--write']));
    expect(done.totals).toMatchObject({ inPlace: 1, edits: 1 });
    const left = [
      { url: `${own}/dog.png`, reason: 'not-moved' },
      { url: `${own}/cat.png`, reason: 'text' },
    ];
    expect(done.leftBehind).toMatchObject(left);
    expect(outcomeOf(await transfer(['old', 'main', ...follow, '--write'])).leftBehind).toMatchObject(left);
    expect(await site.read('posts/a.md')).toContain('![](https://new.example.com/img/cat.png)');
  });

  it('need an address to point at, before anything moves', async () => {
    const { server, transfer, at } = await createBench('![](https://old.example.com/blog/cat.png)\n');
    const done = await transfer(['old', 'file:out', ...follow, '--write']);
    expect(done.code).toBe(2);
    expect(JSON.parse(done.stdout)).toMatchObject({ stopped: { code: 'PUBLIC_URL_MISSING' } });
    expect(server.requests.filter(({ method }) => method !== 'GET')).toEqual([]);
    expect(await transfer([at('old-pictures/blog'), 'file:out', '--write'])).toMatchObject({ code: 0 });
  });

  it('wait for what readers are served, where that is asked for', async () => {
    const { site, server, transfer } = await createBench(
      '![](https://old.example.com/blog/cat.png) ![](https://old.example.com/blog/dog.png)\n',
    );
    server.seed('old-pictures', 'blog/dog.png', Buffer.from('dog'));
    server.seed('old-pictures', 'blog/unnamed.png', Buffer.from('unnamed'));
    const { stores } = JSON.parse(await site.read('imgferry.config.json'));
    site.origin.set('/img/cat.png', { body: picture });
    stores.main.publicUrl = `${site.origin.url}/`;
    await site.write('imgferry.config.json', JSON.stringify({ stores, verify: 'public' }));
    const done = await transfer(['old', 'main', ...follow, '--write']);
    expect(done.code).toBe(1);
    expect(outcomeOf(done).totals).toMatchObject({ images: 3, stored: 2, failed: 1, edits: 1 });
    expect(outcomeOf(done).images.flatMap(({ key, error }) => (error ? [[key, error.code]] : []))).toEqual([
      ['dog.png', 'HTTP_STATUS'],
    ]);
    expect(done.stdout).not.toContain('--remap');
    expect(await site.read('posts/a.md')).toBe(
      `![](${site.origin.url}/img/cat.png) ![](https://old.example.com/blog/dog.png)\n`,
    );
  });
});
