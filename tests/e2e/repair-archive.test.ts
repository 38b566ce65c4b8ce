import { describe, expect, it, onTestFinished } from 'vitest';
import { outcomeOf, type TestSite } from '../support/migration.js';
import { type OriginRoutes, startOrigin } from '../support/origin-server.js';
import { type FailedImage, offersOf, onLoopback, page, picture, siteWith } from '../support/repairing.js';

describe('imgferry repair with an archive', { timeout: 60_000 }, () => {
  const gone = 'https://images.gone.invalid/2019/a%20b.png?x=1';
  const copy = `/web/20190203040506id_/${gone}`;
  const answer = (fields: object): string => JSON.stringify({ archived_snapshots: { closest: fields } });
  const closest = {
    available: true,
    status: '200',
    timestamp: '20190203040506',
    url: `http://elsewhere/web/${gone}`,
  };
  const asking = (path: string): string => `/wayback/available?url=${encodeURIComponent(path)}`;

  async function siteOfGone(routes: OriginRoutes): Promise<TestSite & { readonly args: readonly string[] }> {
    const archive = await startOrigin(routes);
    onTestFinished(() => archive.close());
    const site = await siteWith(
      { '/fine.png': picture },
      (base) => `![](${gone}) ![](${base}/fine.png) ![](${base}/gone.png)\n`,
    );
    const args = ['repair', 'posts', ...onLoopback, '--wayback', `${archive.url}/`, '--format', 'json'];
    return { ...site, origin: archive, args };
  }

  it('offers its copy last, in its own bytes, and says that readers load from there', async () => {
    const site = await siteOfGone({ [asking(gone)]: { body: answer(closest) }, [copy]: picture });
    const result = await site.run([...site.args, '--write']);
    expect(offersOf(result)[gone]).toEqual(['reused', 'archived', `${site.origin.url}${copy}`]);
    expect(await site.read('posts/p.md')).toContain(`![](${site.origin.url}${copy}) `);
    const notes = JSON.parse(result.stdout).notes.map(({ id, facts }: { id: string; facts: object }) => [id, facts]);
    const host = new URL(site.origin.url).host;
    expect(notes).toContainEqual(['archive-asked', { host, addresses: 1 }]); // and not of the private address
    expect(notes).toContainEqual(['archive-serves', { host, images: 1 }]);
  });

  it.each([
    ['a page in its place', { [asking(gone)]: { body: answer(closest) }, [copy]: page }, ['archived not-an-image']],
    ['no copy', { [asking(gone)]: { body: '{"archived_snapshots": {}}' } }, undefined],
    [
      'a copy of an error',
      { [asking(gone)]: { body: answer({ ...closest, status: '404' }) }, [copy]: picture },
      undefined,
    ],
    ['a timestamp that is none', { [asking(gone)]: { body: answer({ ...closest, timestamp: '../x' }) } }, undefined],
    ['an answer that is no JSON', { [asking(gone)]: { body: '<html>' } }, undefined],
  ])('offers nothing where it has %s', async (_, routes, tried) => {
    const site = await siteOfGone(routes);
    const result = await site.run(site.args);
    const image = outcomeOf(result).images.find(({ url }) => url === gone) as FailedImage;
    expect(image.error.facts.tried).toEqual(tried);
    expect(result.code).toBe(1);
  });

  it('says when it gives no answer', async () => {
    const site = await siteOfGone({ [asking(gone)]: { status: 403 } });
    const result = await site.run(site.args);
    expect(JSON.parse(result.stdout).notes).toContainEqual(
      expect.objectContaining({ id: 'archive-away', facts: expect.objectContaining({ code: 'HTTP_STATUS' }) }),
    );
  });
});
