import { describe, expect, it } from 'vitest';
import { createContext, follow, migrate, type RunEvent } from '../../src/index.js';
import { photoJpeg } from '../support/images.js';
import { createTestSite, newBase } from '../support/migration.js';

async function contextOf(files: Parameters<typeof createTestSite>[0]) {
  const site = await createTestSite(files);
  const given = { posts: ['posts'], to: 'file:store', publicUrl: newBase };
  const context = await createContext({ cwd: site.folder, command: 'migrate', given });
  return { site, context };
}

describe('follow', () => {
  it('gives the events of a run as they come, then its outcome', async () => {
    const { site, context } = await contextOf({
      'posts/a.md': '![](a.jpg)\n',
      'posts/a.jpg': await photoJpeg({ seed: 1 }),
    });
    const run = follow(migrate, context);
    const seen: RunEvent['type'][] = [];
    for await (const { type } of run) seen.push(type);
    expect(seen).toEqual(
      expect.arrayContaining([
        'run-started',
        'scanned',
        'stage-started',
        'asset-settled',
        'post-settled',
        'run-finished',
      ]),
    );
    expect(seen.at(-1)).toBe('run-finished');
    expect((await run.finished).outcome.totals).toMatchObject({ stored: 1, edits: 1 });
    expect(await site.read('posts/a.md')).toContain(newBase);
  });

  it('interrupts the run where the loop is left', async () => {
    const text = '![](a.jpg)\n';
    const { site, context } = await contextOf({ 'posts/a.md': text, 'posts/a.jpg': await photoJpeg({ seed: 1 }) });
    const run = follow(migrate, context);
    for await (const { type } of run) if (type === 'scanned') break;
    expect((await run.finished).outcome.interrupted).toBe(true);
    expect(await site.read('posts/a.md')).toBe(text);
  });

  it('throws in the loop what the use case throws', async () => {
    const { context } = await contextOf({});
    const broken = follow(async () => {
      throw new Error('a bug');
    }, context);
    await expect(async () => {
      for await (const _ of broken);
    }).rejects.toThrow('a bug');
  });
});
