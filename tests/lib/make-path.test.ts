import { symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { makeLastingPath, makePath } from '../../src/lib/make-path.js';
import { listTree } from '../support/file-tree.js';
import { temporaryFolder } from '../support/temporary-folder.js';
import { mayMount, onSmallDisk } from './small-disk.js';

describe('makePath', () => {
  it('makes what is missing, and tells where that began', async () => {
    const folder = await temporaryFolder();
    expect(await makePath(join(folder, 'a/b/c'))).toBe(join(folder, 'a'));
    expect(await makePath(join(folder, 'a/b/d'))).toBe(join(folder, 'a/b/d'));
    expect(await makePath(join(folder, 'a/b'))).toBeUndefined();
    await writeFile(join(folder, 'a/b/c/x'), '');
    expect(await listTree(folder)).toEqual(['a/b/c/x']);
  });

  it('makes each folder once where many ask for it', async () => {
    const folder = await temporaryFolder();
    const made = await Promise.all(
      Array.from({ length: 20 }, (_, at) => makePath(join(folder, 'a/b', String(at % 3)))),
    );
    expect(made.filter((path) => path === join(folder, 'a'))).not.toEqual([]);
    await makeLastingPath(join(folder, 'a/b/2/c'));
    await writeFile(join(folder, 'a/b/2/c/x'), '');
  });

  it('says why where none can be made', async () => {
    const folder = await temporaryFolder();
    await writeFile(join(folder, 'file'), '');
    await symlink('nowhere', join(folder, 'link'));
    await expect(makePath(join(folder, 'file/a'))).rejects.toMatchObject({ code: 'EEXIST' });
    await expect(makePath(join(folder, 'file'))).rejects.toMatchObject({ code: 'EEXIST' });
    await expect(makePath(join(folder, 'link'))).rejects.toMatchObject({ code: 'EEXIST' });
    await expect(makePath('')).resolves.toBeUndefined();
  });

  it.runIf(process.platform === 'linux')('ends in a folder that takes none', async () => {
    await expect(makePath('/proc/none/of/them')).rejects.toMatchObject({ code: 'ENOENT', path: '/proc/none' });
  });

  it.runIf(mayMount)('calls a read-only disk so', async () => {
    await onSmallDisk(64, async ({ readOnlyView }) => {
      await expect(makePath(join(readOnlyView(), 'a/b'))).rejects.toMatchObject({ code: 'EROFS' });
    });
  });
});
