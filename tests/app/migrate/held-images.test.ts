import { describe, expect, it } from 'vitest';
import { createContext } from '../../../src/app/create-context.js';
import { migrate } from '../../../src/app/migrate/migrate.js';
import type { AssetOutcome } from '../../../src/core/asset.js';
import { photoJpeg } from '../../support/images.js';
import { createTestSite, newBase } from '../../support/migration.js';

describe('a migration whose outcome holds only the images that need somebody', () => {
  it('counts and tells the others, and gives each link its new address', async () => {
    const site = await createTestSite({
      'posts/a.md': '![](a.jpg) ![](b.jpg)\n',
      'posts/b.md': '![](b.jpg) ![](gone.jpg)\n',
      'posts/a.jpg': await photoJpeg({ seed: 1 }),
      'posts/b.jpg': await photoJpeg({ seed: 2 }),
    });
    const told: AssetOutcome[] = [];
    const context = await createContext({
      cwd: site.folder,
      command: 'migrate',
      given: { posts: ['posts'], to: 'file:store', publicUrl: newBase },
      onEvent: (event) => void (event.type === 'asset-settled' && told.push(event.outcome)),
    });
    const { outcome } = await migrate(context, { holdsAll: false });
    expect(outcome.images).toMatchObject([{ state: 'failed', places: [{ file: 'posts/b.md', line: 1, column: 16 }] }]);
    expect(outcome.totals).toMatchObject({ images: 3, stored: 2, failed: 1, edits: 3 });
    const addresses = told.flatMap(({ publicUrl = [] }) => publicUrl);
    expect([told.length, addresses.length]).toEqual([3, 2]);
    const texts = [await site.read('posts/a.md'), await site.read('posts/b.md')].join('');
    for (const address of addresses) expect(texts).toContain(address);

    const again = (await migrate(context, { holdsAll: false })).outcome;
    expect(again.images.map(({ state }) => state)).toEqual(['failed']);
    expect(again.totals).toMatchObject({ images: 3, inPlace: 2, failed: 1, edits: 0 });
  });
});
