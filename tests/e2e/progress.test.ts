import { describe, expect, it } from 'vitest';
import { photoJpeg } from '../support/images.js';
import { createTestSite, newBase, oldBase } from '../support/migration.js';
import { openTerminal } from '../support/terminal.js';

/** Three pictures that answer, one that is gone, and one that never answers. */
async function slowSite() {
  const names = ['a.jpg', 'b.jpg', 'c.jpg', 'gone.jpg', 'slow.jpg'];
  const photos = await Promise.all([1, 2, 3].map((seed) => photoJpeg({ seed, width: 320, height: 240 })));
  const routes = Object.fromEntries(photos.map((body, at) => [`/${names[at]}`, { body }]));
  const site = await createTestSite(
    { 'posts/文.md': names.map((name) => `![](${oldBase}${name})\n`).join('\n') },
    { ...routes, '/slow.jpg': { silent: true } },
  );
  const network = ['--remap', `${oldBase}=${site.origin.url}/`, '--allow-host', '127.0.0.1'];
  return { site, args: ['migrate', 'posts', '--to', 'file:store', '--public-url', newBase, ...network, '--write'] };
}

describe('a run in a terminal', { timeout: 180_000 }, () => {
  it.each([
    ['en', 100, /4\/5 ·.*1 failed/, 'The image is not there (HTTP 404)', 'the same command again'],
    ['zh', 40, /4\/5/, '404', '再次'],
  ])(
    'shows how far it is and what failed, and says what Ctrl-C does (%s, %i columns)',
    async (lang, columns, count, failure, again) => {
      const { site, args } = await slowSite();
      const terminal = openTerminal([...args, '--lang', lang], { cwd: site.folder, columns });
      await terminal.sees(count);
      await terminal.sees(failure);
      await terminal.sees('slow.jpg');
      terminal.press('C-c');
      expect(await terminal.ended()).toBe(130);
      await terminal.sees(again);
      const lines = terminal.screen().split('\n');
      expect(lines.filter((line) => line.includes('4/5'))).toEqual([]);
      expect(await site.read('posts/文.md')).not.toContain(newBase);
    },
  );

  it('draws nothing where lines can’t be drawn again', async () => {
    const { site, args } = await slowSite();
    site.origin.set('/slow.jpg', { status: 404 });
    const terminal = openTerminal(args, { cwd: site.folder, env: { TERM: 'dumb', NO_COLOR: '1' } });
    expect(await terminal.ended()).toBe(1);
    await terminal.sees('imgferry report');
    const screen = terminal.screen();
    expect(screen).toContain('5 images in 1 post');
    expect(screen).not.toContain('█');
  });
});
