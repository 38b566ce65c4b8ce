import { existsSync } from 'node:fs';
import { beforeEach, describe, expect, it } from 'vitest';
import { readTree, writeTree } from './file-tree.js';
import { temporaryFolder } from './temporary-folder.js';

describe('temporaryFolder', () => {
  const earlier: string[] = [];
  let prepared = '';

  beforeEach(async () => {
    prepared = await temporaryFolder();
  });

  it.each([1, 2])('is new and empty for test %i, and those of earlier tests are gone', async (_) => {
    const folder = await temporaryFolder();
    expect(earlier.filter((one) => existsSync(one))).toEqual([]);
    expect(await readTree(folder)).toEqual(new Map());
    await writeTree(folder, { 'a/图.md': 'text', '.hidden': '' });
    expect([...(await readTree(folder)).keys()]).toEqual(['.hidden', 'a/图.md']);
    earlier.push(folder, prepared);
  });
});
