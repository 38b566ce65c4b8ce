import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { asIdentity } from '../../../src/app/image-identity.js';
import { listLeftBehind } from '../../../src/app/migrate/left-behind.js';
import type { AssetState } from '../../../src/core/asset.js';
import { digestOf } from '../../../src/lib/digest.js';
import { detectSite } from '../../../src/scan/resolve/detect-site.js';
import { writeTree } from '../../support/file-tree.js';
import { temporaryFolder } from '../../support/temporary-folder.js';

const url = 'https://old.example.com/a.png';

/** What is left behind of a post that names one image and mentions it in its code. */
async function leftBy(state: AssetState): Promise<readonly string[]> {
  const folder = await temporaryFolder();
  const text = `![](${url})\n\n\`${url}\`\n`;
  await writeTree(folder, { 'a.md': text });
  const post = {
    file: 'a.md',
    path: join(folder, 'a.md'),
    digest: digestOf(text),
    edits: [],
    site: detectSite(folder),
  };
  const left = await listLeftBehind([post], [{ identity: asIdentity(url), url, state }], { applied: true });
  return left.map(({ line, reason }) => `${line} ${reason}`);
}

describe('listLeftBehind', () => {
  it('names an image that failed, though no other one of its host moved', async () => {
    expect(await leftBy('failed')).toEqual(['1 failed', '3 text']);
  });

  it('leaves a host alone that nothing was to leave', async () => {
    expect(await leftBy('skipped')).toEqual([]);
    expect(await leftBy('in-place')).toEqual([]);
  });
});
