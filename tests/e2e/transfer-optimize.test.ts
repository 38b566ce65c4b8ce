import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { readTree, writeTree } from '../support/file-tree.js';
import { createTestSite, outcomeOf } from '../support/migration.js';
import type { CliResult } from '../support/run-cli.js';

const shapes = (color: string): Buffer =>
  Buffer.from(
    `<svg xmlns="http://www.w3.org/2000/svg" width="320" height="240"><rect width="320" height="240" fill="white"/><circle cx="99" cy="99" r="60" fill="${color}"/></svg>`,
  );
const png = (color: string): Promise<Buffer> => sharp(shapes(color)).png({ compressionLevel: 0 }).toBuffer();

const pixelsOf = (image: Buffer): Promise<Buffer> => sharp(image).ensureAlpha().raw().toBuffer();

const statesOf = (result: CliResult): Readonly<Record<string, string>> =>
  Object.fromEntries(outcomeOf(result).images.map(({ key, state }) => [key, state]));

describe('transfer --optimize', { timeout: 120_000 }, () => {
  it('makes pictures smaller in their format, moves all else as it is, and knows them again', async () => {
    const files = {
      'a/图 1.png': await png('red'),
      'b.PNG': await png('blue'),
      'broken.png': Buffer.from('no picture'),
      'notes.txt': Buffer.from('text'),
    };
    const site = await createTestSite({});
    await writeTree(join(site.folder, 'from'), files);
    const args = ['transfer', 'file:from', 'file:to', '--optimize', 'lossless', '--format', 'json'];
    const done = await site.run([...args, '--write']);
    expect(done.code).toBe(0);
    const all = (state: string) => ({ 'a/图 1.png': state, 'b.PNG': state, 'broken.png': state, 'notes.txt': state });
    expect(statesOf(done)).toEqual(all('stored'));

    const there = Object.fromEntries(await readTree(join(site.folder, 'to')));
    const { 'a/图 1.png': first, 'b.PNG': second, ...others } = there;
    expect(others).toEqual({ 'broken.png': files['broken.png'], 'notes.txt': files['notes.txt'] });
    for (const [made, before] of [
      [first, files['a/图 1.png']],
      [second, files['b.PNG']],
    ]) {
      if (!made || !before) throw new Error('it was moved');
      expect(made.length).toBeLessThan(before.length / 10);
      expect((await sharp(made).metadata()).format).toBe('png');
      expect((await pixelsOf(made)).equals(await pixelsOf(before))).toBe(true);
    }

    expect(statesOf(await site.run([...args, '--write']))).toEqual(all('in-place'));
    await rm(join(site.folder, '.imgferry'), { recursive: true });
    expect(statesOf(await site.run([...args, '--check']))).toEqual(all('in-place'));
    const plain = await site.run(['transfer', 'file:from', 'file:to', '--check', '--format', 'json']);
    expect(plain.code).toBe(1);

    await writeFile(join(site.folder, 'to', 'b.PNG'), await png('green'));
    const other = await site.run([...args, '--write']);
    expect(other.code).toBe(1);
    expect(statesOf(other)).toEqual({ ...all('in-place'), 'b.PNG': 'failed' });
  });
});
