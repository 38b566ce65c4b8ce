import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { createTestSite, outcomeOf } from '../support/migration.js';
import { startOrigin } from '../support/origin-server.js';

const pictures = { '/a.png': { picture: { seed: 1 } }, '/b.png': { picture: { seed: 2 } } };

describe('relink', () => {
  it.each([
    'old.example.com=new.example.com',
    'https://old.example.com/=file:images',
    'https://a.example/=https://a.example/',
  ])('refuses %s', async (map) => {
    const site = await createTestSite({ 'posts/a.md': '![a](https://old.example.com/a.png)\n' });
    const refused = await site.run(['relink', 'posts', '--map', map]);
    expect(refused).toMatchObject({ code: 2, stderr: expect.stringContaining(map) });
  });

  it('changes the domain where the new one serves the same bytes, and refuses and names what differs', async () => {
    const other = await startOrigin({ ...pictures, '/b.png': { picture: { seed: 99 } } });
    onTestFinished(() => other.close());
    const site = await createTestSite({}, pictures);
    const post = `![a](${site.origin.url}/a.png) [![b](${site.origin.url}/b.png)](${site.origin.url}/a.png) ![](${site.origin.url}/c.png)\n`;
    await writeFile(join(site.folder, 'p.md'), post);
    await writeFile(join(site.folder, 'imgferry.config.yaml'), `site: ${site.origin.url}/\nposts: p.md\n`);
    const args = ['relink', 'p.md', '--map', `${site.origin.url}/=${other.url}/`, '--allow-host', '127.0.0.1'];

    const dry = await site.run([...args, '--format', 'json']);
    expect(dry.code).toBe(1);
    expect(await site.read('p.md')).toBe(post);

    const result = await site.run([...args, '--write', '--format', 'json']);
    expect(result.code).toBe(1);
    const outcome = outcomeOf(result);
    expect(outcome.images.find(({ url }) => url.endsWith('/b.png'))).toMatchObject({
      state: 'failed',
      error: expect.objectContaining({ code: 'RELINK_DIFFERENT' }),
    });
    expect(outcome.images.find(({ url }) => url.endsWith('/c.png'))).toMatchObject({
      state: 'failed',
      error: { code: 'HTTP_STATUS', facts: { url: `${other.url}/c.png`, hint: 'new-address' } },
    });
    expect(await site.read('p.md')).toBe(
      `![a](${other.url}/a.png) [![b](${site.origin.url}/b.png)](${other.url}/a.png) ![](${site.origin.url}/c.png)\n`,
    );
    expect(JSON.parse(result.stdout).notes).toContainEqual({
      id: 'config-line',
      message: expect.stringContaining('imgferry.config.yaml:1'),
      facts: expect.objectContaining({ file: 'imgferry.config.yaml', line: 1 }),
    });

    expect((await site.run(['undo'])).code).toBe(0);
    expect(await site.read('p.md')).toBe(post);
  });

  it('trusts what a run recorded and does not ask an old domain that is gone', async () => {
    const site = await createTestSite({ 'posts/p.md': '![a](https://old.example.com/a.png)\n' }, pictures);
    const migrated = outcomeOf(await site.migrate(['--write', '--format', 'json']));
    const key = migrated.images[0]?.key ?? '';
    const { readFile } = await import('node:fs/promises');
    const stored = await readFile(join(site.folder, 'store', key));
    const mirror = await startOrigin({ [`/${key}`]: { body: stored, headers: { 'content-type': 'image/png' } } });
    onTestFinished(() => mirror.close());
    const result = await site.run([
      ...['relink', 'posts', '--map', `https://img.example.com/=${mirror.url}/`],
      ...['--allow-host', '127.0.0.1', '--write', '--format', 'json'],
    ]);
    expect(result.code).toBe(0);
    expect(outcomeOf(result).notes).toMatchObject([
      { id: 'address-changed', facts: { from: 'https://img.example.com/', to: `${mirror.url}/` } },
    ]);
    expect(await site.read('posts/p.md')).toBe(`![a](${mirror.url}/${key})\n`);
  });
});
