import { chmod, mkdir, readFile, rm, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createFolderPlace } from '../../../src/app/optimize/folder-place.js';
import type { ImagePlace, StandingImage } from '../../../src/app/optimize/image-place.js';
import { digestOf } from '../../../src/lib/digest.js';
import { asOrdinaryUser } from '../../support/as-ordinary-user.js';
import { writeTree } from '../../support/file-tree.js';
import { temporaryFolder } from '../../support/temporary-folder.js';

async function placeWith(files: Readonly<Record<string, string>>) {
  const root = await temporaryFolder();
  await writeTree(root, files);
  const place = createFolderPlace({
    paths: [root],
    originals: join(root, '.originals'),
    isWanted: () => true,
    cwd: root,
    ledger: { root, rememberTemporary: () => undefined, forgetTemporary: () => undefined },
    maxBytes: 1e6,
    signal: AbortSignal.timeout(20_000),
  });
  return { root, place };
}

async function findAll(place: ImagePlace) {
  const images: StandingImage[] = [];
  const unreadable: string[] = [];
  const onUnreadable = (url: string): void => void unreadable.push(url);
  for await (const image of place.find({ onUnreadable })) images.push(image);
  return { images, unreadable };
}

const first = async (place: ImagePlace): Promise<StandingImage> => {
  const { images } = await findAll(place);
  if (!images[0]) throw new Error('there is no image');
  return images[0];
};

describe('images that are files', () => {
  it('keeps an old name whose file changed since it was found, and one that is gone is no bug', async () => {
    const { root, place } = await placeWith({ 'a.png': 'before' });
    const image = await first(place);
    await writeFile(join(root, 'a.png'), 'after!');
    await expect(place.retire(image, '.originals/a.png')).rejects.toMatchObject({ code: 'FILE_CHANGED' });
    expect(await readFile(join(root, 'a.png'), 'utf8')).toBe('after!');
    await rm(join(root, 'a.png'));
    const gone = { code: 'FILE_CHANGED', facts: { found: 'missing' } };
    await expect(place.retire(image, undefined)).rejects.toMatchObject(gone);
    const bytes = { content: Buffer.from('new'), digest: digestOf('new'), format: 'png' } as const;
    await expect(place.replace(image, bytes, undefined)).rejects.toMatchObject(gone);
  });

  it('sees a change that leaves size and time as they were', async () => {
    const { root, place } = await placeWith({ 'a.png': 'before' });
    const path = join(root, 'a.png');
    const time = new Date(1_700_000_000_000);
    await utimes(path, time, time);
    const image = await first(place);
    await writeFile(path, 'after!');
    await utimes(path, time, time);
    await expect(place.retire(image, undefined)).rejects.toMatchObject({ code: 'FILE_CHANGED' });
  });

  it('tells of a folder that can not be read, and goes on with the rest', async () => {
    const { root, place } = await placeWith({ 'a.png': 'a', 'z.png': 'z' });
    await mkdir(join(root, 'locked'));
    await chmod(join(root, 'locked'), 0o000);
    const { images, unreadable } = await asOrdinaryUser(root, () => findAll(place));
    expect(images.map(({ name }) => name)).toEqual(['a.png', 'z.png']);
    expect(unreadable).toEqual(['locked']);
  });
});
