import { expect, it } from 'vitest';
import { upload } from '../../../src/app/upload/upload.js';
import { contextIn } from '../../support/context-in.js';
import { writeTree } from '../../support/file-tree.js';
import { temporaryFolder } from '../../support/temporary-folder.js';

it('says of what can’t be uploaded what is wrong with it, and nothing of posts', async () => {
  const folder = await temporaryFolder();
  await writeTree(folder, { 'text.png': 'no picture' });
  const context = await contextIn(folder, { to: 'file:store', publicUrl: 'https://img.example/' });
  const { outcome, addresses } = await upload(['gone.png', 'text.png', 'https://'], context);
  expect(addresses).toBeUndefined();
  expect(outcome.images.map(({ error }) => [error?.code, error?.facts.hint])).toEqual([
    ['FILE_MISSING', 'upload'],
    ['IMAGE_BROKEN', 'upload'],
    ['URL_INVALID', 'upload'],
  ]);
});
