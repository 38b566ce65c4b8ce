import { describe, expect, it, onTestFinished } from 'vitest';
import { flatPng, photoJpeg } from '../support/images.js';
import { createTestSite } from '../support/migration.js';
import { fast, imageOf, outcomesOf } from '../support/optimizing.js';
import { startOssServer } from '../support/oss-server.js';

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
