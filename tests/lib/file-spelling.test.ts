import { chmod } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { createSpeller } from '../../src/lib/file-spelling.js';
import { asOrdinaryUser } from '../support/as-ordinary-user.js';
import { writeTree } from '../support/file-tree.js';
import { temporaryFolder } from '../support/temporary-folder.js';

let folder: string;

beforeEach(async () => {
  folder = await temporaryFolder();
  await writeTree(folder, { 'Img/Photo.JPG': '', 'Img/a.png': '', 'Img/É.png': '' });
});

const spell = (path: string) => createSpeller(folder)(join(folder, path));

describe('createSpeller', () => {
  it('knows a path that is spelled as on the disk', () => {
    expect(spell('Img/Photo.JPG')).toEqual({ kind: 'exact' });
  });

  it.each(['Img/photo.jpg', 'img/Photo.JPG', 'IMG/PHOTO.jpg'])('finds %s under the case that it has', (path) => {
    expect(spell(path)).toEqual({ kind: 'other-case', path: join(folder, 'Img/Photo.JPG') });
  });

  it('tells a name that is only composed otherwise from one of another case', () => {
    const composed = { kind: 'other-composition', path: join(folder, 'Img/É.png') };
    expect(spell('Img/É.png'.normalize('NFD'))).toEqual(composed);
    expect(spell('Img/é.png'.normalize('NFD'))).toMatchObject({ kind: 'other-case' });
  });

  it('prefers the name itself to one that differs by case', async () => {
    await writeTree(folder, { 'Img/A.png': '' });
    expect(spell('Img/a.png')).toEqual({ kind: 'exact' });
    expect(spell('Img/A.png')).toEqual({ kind: 'exact' });
  });

  it('names what else is in the folder of one that is not there', () => {
    const found = spell('img/none.png');
    expect(found).toMatchObject({ kind: 'absent' });
    expect(found.kind === 'absent' && [...found.siblings].sort()).toEqual(['Photo.JPG', 'a.png', 'É.png']);
    expect(spell('nowhere/none.png')).toEqual({ kind: 'absent', siblings: [] });
    expect(spell('Img/a.png/below.png')).toEqual({ kind: 'absent', siblings: [] });
  });

  it('believes names in a folder that may not be listed', async () => {
    await chmod(join(folder, 'Img'), 0o311);
    await asOrdinaryUser(folder, async () => {
      expect(spell('Img/a.png')).toEqual({ kind: 'exact' });
    });
  });
});
