import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { createTestSite, oldBase, outcomeOf, type TestSite } from '../support/migration.js';
import { startOssServer } from '../support/oss-server.js';

const keys = { OSS_ACCESS_KEY_ID: 'LTAIexampleid', OSS_ACCESS_KEY_SECRET: 'keep-this-secret' };
const names = ['/a.png', '/图 1.png', '/c.png'];
const text = `![](${oldBase}a.png)\n\n![](<${oldBase}图 1.png>)\n\n![](${oldBase}c.png)\n\n![](local.png)\n`;

/** A bucket, and machines that each have the posts, an origin of their own to count its requests, and no ledger. */
async function openBucket() {
  const server = await startOssServer({
    buckets: [{ name: 'bucket', region: 'cn-hangzhou', acl: 'public-read' }],
    keys: { [keys.OSS_ACCESS_KEY_ID]: keys.OSS_ACCESS_KEY_SECRET },
  });
  onTestFinished(() => server.close());
  const store = `oss://bucket/blog?region=cn-hangzhou&endpoint=${server.endpoint}`;
  return {
    server,
    async openMachine() {
      const routes = Object.fromEntries(names.map((name, seed) => [encodeURI(name), { picture: { seed } }]));
      const site = await createTestSite({ 'posts/p.md': text, 'posts/local.png': await drawn() }, routes);
      const network = ['--remap', `${oldBase}=${site.origin.url}/`, '--allow-host', '127.0.0.1'];
      const target = ['--to', store, '--public-url', `${server.endpoint}/bucket/`];
      const migrate = (more: readonly string[]) => site.run(['migrate', 'posts', ...target, ...network, ...more], keys);
      return { site, migrate };
    },
  };
}

async function drawn(): Promise<Buffer> {
  const { drawPicture } = await import('../support/draw-picture.js');
  return (await drawPicture({ seed: 9 })).bytes;
}

const mapOf = async (site: TestSite): Promise<string> => (await site.run(['map'])).stdout;

describe('imgferry map', { timeout: 60_000 }, () => {
  it('lets another machine do nothing twice, and is the same text from there', async () => {
    const { server, openMachine } = await openBucket();
    const first = await openMachine();
    expect((await first.migrate(['--write'])).code).toBe(0);
    const written = await first.site.run(['map', '--out', 'maps/images.map']);
    expect(written).toMatchObject({ code: 0, stdout: '' });
    const map = await first.site.read('maps/images.map');
    expect(map).toBe(await mapOf(first.site));
    expect(
      map
        .split('\n')
        .slice(1, 4)
        .map((line) => JSON.parse(line).from),
    ).toEqual(['file:posts/local.png', `${oldBase}%E5%9B%BE%201.png`, `${oldBase}a.png`]);
    expect(map).not.toContain(first.site.folder);

    const second = await openMachine();
    await second.site.write('images.map', map);
    const before = server.objects('bucket').size;
    const asked = server.requests.length;
    const done = await second.migrate(['--write', '--seed', 'images.map', '--format', 'json']);
    expect(done.code).toBe(0);
    expect(outcomeOf(done).images.map(({ state }) => state)).toEqual(['reused', 'reused', 'reused', 'reused']);
    expect(second.site.origin.requests).toEqual([]);
    expect(server.objects('bucket').size).toBe(before);
    const fromAfar = outcomeOf(done).images.flatMap(({ key, url }) => (url.startsWith(oldBase) ? [`blog/${key}`] : []));
    const stored = server.requests.slice(asked).filter(({ method }) => method === 'PUT');
    expect(stored.filter(({ key }) => fromAfar.includes(key))).toEqual([]);
    expect(await second.site.read('posts/p.md')).toBe(await first.site.read('posts/p.md'));
    expect(await mapOf(second.site)).toBe(map);
  });

  it('fills only a ledger that is empty, and says so', async () => {
    const { openMachine } = await openBucket();
    const { migrate, site } = await openMachine();
    await migrate(['--write']);
    await site.run(['map', '--out', 'images.map']);
    const refused = await site.run(['map', '--seed', 'images.map']);
    expect(refused).toMatchObject({ code: 0, stdout: '' });
    expect(refused.stderr).toContain('nothing was taken');
    const other = await openMachine();
    await other.site.write('empty.map', '{"imgferry":"map","version":1,"stores":{}}\n');
    expect((await other.site.run(['map', '--seed', 'empty.map'])).code).toBe(0); // and the ledger is as empty as before
    expect((await other.site.run(['map', '--seed', join(site.folder, 'images.map')])).stderr).toContain('4 images');
    expect(await mapOf(other.site)).toBe(await mapOf(site));
  });

  it('of an empty ledger has no images', async () => {
    const site = await createTestSite({});
    const { code, stdout } = await site.run(['map']);
    expect(code).toBe(0);
    expect(stdout).toBe('{"imgferry":"map","version":1,"stores":{}}\n');
  });

  it.each([
    ['<<<<<<< HEAD\n', 1],
    ['{"imgferry":"map","version":1,"stores":{}}\n{"from":"https://a.example/a.png"}\n', 2],
    ['{"imgferry":"map","version":2,"stores":{}}\n', 1],
    ['{"imgferry":"map","version":1,"stores":{"file:store":{}}}\n', 1],
    [
      '{"imgferry":"map","version":1,"stores":{}}\n\n{"from":"https://a.example/a.png","store":"file:store","key":"../a.png",' +
        `"digest":"${'0'.repeat(64)}","size":1,"contentType":"image/png","made":[]}\n`,
      3,
    ],
  ])('that is none is refused with its line: %j', async (wrong, line) => {
    const site = await createTestSite({ 'images.map': wrong });
    const result = await site.run(['map', '--seed', 'images.map']);
    expect(result).toMatchObject({ code: 2, stdout: '' });
    expect(result.stderr).toContain(`line ${line}`);
  });

  it('that is not there, and --seed with --out, are refused', async () => {
    const site = await createTestSite({});
    expect(await site.run(['map', '--seed', 'nowhere.map'])).toMatchObject({ code: 2 });
    expect(await site.run(['map', '--seed', 'a', '--out', 'b'])).toMatchObject({ code: 2 });
  });
});
