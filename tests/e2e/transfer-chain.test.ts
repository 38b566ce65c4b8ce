import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readTree } from '../support/file-tree.js';
import { flatPng } from '../support/images.js';
import { outcomeOf } from '../support/migration.js';
import { hasRadosgw, type Radosgw, startRadosgw } from '../support/radosgw.js';
import { openByHand } from '../support/s3-by-hand.js';
import { createTransferBench, ossKeys } from '../support/transferring.js';

// IMGFERRY_OBJECTS=2000 for the whole of it.
const count = Number(process.env.IMGFERRY_OBJECTS ?? 60);

describe.skipIf(!hasRadosgw)(
  `a chain of transfers${hasRadosgw ? '' : ' (radosgw is not installed)'}`,
  { timeout: 900_000 },
  () => {
    let gateway: Radosgw;

    beforeAll(async () => {
      gateway = await startRadosgw();
    }, 180_000);

    afterAll(() => gateway?.stop());

    it('from S3 to a folder, to OSS, to S3 ends as one direct transfer does, and is taken back', async () => {
      const byHand = openByHand(gateway);
      for (const bucket of ['first', 'last', 'direct']) await byHand.createBucket(bucket);
      const { site, at, server } = await createTransferBench();
      const pictures = await Promise.all([0, 1, 2, 3, 4].map((one) => flatPng({ width: 64, height: 48, seed: one })));
      const keyOf = (index: number): string => `文章/${index % 10}/图 ${index}+%.png`;
      const bytesOf = (index: number): Buffer =>
        Buffer.concat([pictures[index % 5] ?? Buffer.alloc(0), Buffer.from(` ${index}`)]);
      for (let index = 0; index < count; index += 1) {
        const headers = {
          'content-type': 'image/png',
          'cache-control': `max-age=${index}`,
          'x-amz-meta-by': `me-${index}`,
        };
        await byHand.write('first', `blog/${keyOf(index)}`, bytesOf(index), headers);
      }
      const s3 = (bucket: string) => ({
        url: `s3://${bucket}/blog?region=us-east-1&endpoint=${gateway.endpoint}&path-style=true`,
        publicUrl: `https://${bucket}.example.com/`,
        credentials: 'env:AWS',
      });
      const stores = {
        first: s3('first'),
        folder: { url: 'file:pictures', publicUrl: 'https://folder.example.com/' },
        bucket: { url: at('pictures/img'), publicUrl: 'https://bucket.example.com/' },
        last: s3('last'),
        direct: s3('direct'),
      };
      await site.write('imgferry.config.json', JSON.stringify({ stores }));
      for (let post = 0; post < 10; post += 1) {
        const links = Array.from({ length: count }, (_, index) => index)
          .filter((index) => index % 10 === post)
          .map(
            (index) =>
              `![图](https://first.example.com/blog/${keyOf(index).split('/').map(encodeURIComponent).join('/')} "t")`,
          );
        await site.write(`posts/${post}.md`, `${links.join('\n\n')}\n`);
      }
      const start = await readTree(join(site.folder, 'posts'));
      const keys = {
        ...ossKeys,
        AWS_ACCESS_KEY_ID: gateway.accessKeyId,
        AWS_SECRET_ACCESS_KEY: gateway.secretAccessKey,
      };
      const move = async (from: string, to: string): Promise<string> => {
        const args = [
          'transfer',
          from,
          to,
          '--write',
          '--posts',
          'posts',
          '--allow-host',
          '127.0.0.1',
          '--format',
          'json',
        ];
        const result = await site.run(args, keys);
        expect([from, result.code, outcomeOf(result).totals.stored]).toEqual([from, 0, count]);
        expect(outcomeOf(result).totals.edits).toBe(count);
        return outcomeOf(result).run ?? '';
      };

      await move('first', 'folder');
      expect(await site.read('posts/0.md')).toContain('https://folder.example.com/');
      await move('folder', 'bucket');
      expect(server.objects('pictures').size).toBe(count);
      await move('bucket', 'last');
      const chained = await readTree(join(site.folder, 'posts'));
      for (let index = 0; index < count; index += 1) {
        expect(await byHand.read('last', `blog/${keyOf(index)}`), keyOf(index)).toEqual(bytesOf(index));
      }
      for (const _ of ['last', 'bucket', 'folder']) expect((await site.run(['undo'])).code).toBe(0);
      expect(await readTree(join(site.folder, 'posts'))).toEqual(start);

      await move('first', 'direct');
      const direct = await readTree(join(site.folder, 'posts'));
      expect([...direct.keys()]).toEqual([...chained.keys()]);
      for (const [file, bytes] of direct) {
        expect(bytes.toString().replaceAll('direct.example', 'last.example'), file).toBe(chained.get(file)?.toString());
      }
      const headers = (bucket: string) =>
        site.run(['transfer', bucket, 'direct', '--check', '--allow-host', '127.0.0.1'], keys);
      expect((await headers('last')).code).toBe(0);
    });
  },
);
