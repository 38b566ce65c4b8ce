import pLimit from 'p-limit';
import { beforeEach, describe, expect, it } from 'vitest';
import type { ObjectKey } from '../../../src/core/object-key.js';
import { call, collect, key, sampleBytes } from './samples.js';
import type { StorageFixture } from './storage-contract.js';

/** Listing objects, by page where there are many. */
export function describeListing(current: () => StorageFixture): void {
  const postImage = (at: number): ObjectKey => key(`posts/图 ${String(at).padStart(4, '0')}+&%.png`);
  const beside = ['post', 'posts.png', 'postscript/a.png', 'other/posts/a.png', 'zebra.png'].map(key);

  const writeAll = async (names: readonly ObjectKey[]): Promise<void> => {
    const limit = pLimit(16);
    await Promise.all(names.map((name, at) => limit(() => current().writeRaw(name, sampleBytes(at % 7)))));
  };
  const list = async (prefix: string): Promise<readonly ObjectKey[]> =>
    (await collect(current().driver.list(prefix, call()))).map((info) => info.key);

  describe('a listing', () => {
    const inPosts = Array.from({ length: 30 }, (_, at) => postImage(at));

    beforeEach(() => writeAll([...inPosts, ...beside]));

    it.each([
      ['of a folder', 'posts/', inPosts],
      ['in mid-name', 'posts/图 002', inPosts.filter((name) => name.startsWith('posts/图 002'))],
      ['in mid-folder', 'post', [...inPosts, ...beside.slice(0, 3)]],
      ['of one whole key', 'zebra.png', [key('zebra.png')]],
      ['that nothing has', 'nothing/', []],
    ])('keeps to a prefix %s', async (_, prefix, expected) => {
      expect([...(await list(prefix))].sort()).toEqual([...expected].sort());
    });

    it('can be left early', async () => {
      const seen: ObjectKey[] = [];
      for await (const info of current().driver.list('posts/', call())) {
        seen.push(info.key);
        if (seen.length === 5) break;
      }
      expect(seen).toHaveLength(5);
    });

    it('ends when it is aborted', async () => {
      const controller = new AbortController();
      const listing = async (): Promise<void> => {
        for await (const _ of current().driver.list('', { signal: controller.signal })) controller.abort();
      };
      await expect(listing()).rejects.toThrow();
    });
  });

  describe('a listing of 2,500 keys', () => {
    it('gives every key below a prefix once, with its size', async () => {
      const inPosts = Array.from({ length: 2500 }, (_, at) => postImage(at));
      await writeAll([...inPosts, ...beside]);
      const infos = await collect(current().driver.list('posts/', call()));
      const expected = inPosts.map((name, at) => [name, at % 7]);
      expect(infos.map((info) => [info.key, info.size]).sort()).toEqual(expected.sort());
      expect((await list('')).length).toBe(inPosts.length + beside.length);
    });
  });

  describe('a listing of an empty store', () => {
    it('is empty', async () => {
      expect(await list('')).toEqual([]);
    });
  });
}
