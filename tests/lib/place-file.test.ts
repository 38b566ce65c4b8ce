import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { moveFile } from '../../src/lib/place-file.js';
import { listTree, writeTree } from '../support/file-tree.js';
import { temporaryFolder } from '../support/temporary-folder.js';

describe('moveFile', () => {
  it.each([
    ['into a folder that is not there', {}],
    ['over what a kill left of its bytes', { 'kept/run/a.png': 'by' }],
  ])('moves a file %s', async (_, standing) => {
    const folder = await temporaryFolder();
    await writeTree(folder, { 'a.png': 'bytes', ...standing });
    await moveFile(join(folder, 'a.png'), join(folder, 'kept/run/a.png'));
    expect(await listTree(folder)).toEqual(['kept/run/a.png']);
    expect(await readFile(join(folder, 'kept/run/a.png'), 'utf8')).toBe('bytes');
  });

  it('leaves the file where it is when it can not be moved', async () => {
    const folder = await temporaryFolder();
    await writeTree(folder, { 'a.png': 'bytes' });
    await mkdir(join(folder, 'kept/a.png'), { recursive: true });
    await expect(moveFile(join(folder, 'a.png'), join(folder, 'kept/a.png'))).rejects.toThrow('EISDIR');
    expect(await listTree(folder)).toEqual(['a.png']);
  });
});
