import { describe, expect, it } from 'vitest';
import type { UseCaseContext } from '../../src/app/context.js';
import { createRenamedPostFinder } from '../../src/app/find-renamed-post.js';
import type { PostEditRecord } from '../../src/core/ledger.js';
import { digestOf } from '../../src/lib/digest.js';
import { writeTree } from '../support/file-tree.js';
import { temporaryFolder } from '../support/temporary-folder.js';

const written = digestOf('![](new.png)\n');

const recordOf = (file: string): PostEditRecord => {
  return { run: 'r', file, before: digestOf('old'), after: written, edits: [], originals: [], state: 'written' };
};

/** Finds the posts `a.md` and `b.md` of a folder, which were alike. */
async function findIn(files: readonly string[]): Promise<readonly (string | undefined)[]> {
  const folder = await temporaryFolder();
  await writeTree(folder, Object.fromEntries(files.map((file) => [file, '![](new.png)\n'])));
  const { signal } = new AbortController();
  const find = createRenamedPostFinder(folder, ['a.md', 'b.md'], { signal } as UseCaseContext);
  const found = [await find(recordOf('a.md')), await find(recordOf('b.md'))];
  return found.map((path) => path?.slice(folder.length + 1));
}

describe('a renamed post of two that were alike', () => {
  it('is one of them, and the other one is gone', async () => {
    expect(await findIn(['renamed.md'])).toEqual(['renamed.md', undefined]);
  });

  it('is each of them once', async () => {
    expect(await findIn(['x.md', 'y.md'])).toEqual(['x.md', 'y.md']);
  });

  it('is not the one that still stands where it was', async () => {
    expect(await findIn(['a.md'])).toEqual([undefined, undefined]);
  });
});
