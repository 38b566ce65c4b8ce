import { describe, expect, it, onTestFinished } from 'vitest';
import { startEdges } from '../support/cdn/nginx.js';
import { photoJpeg } from '../support/images.js';
import { createTestSite, oldBase, outcomeOf } from '../support/migration.js';
import { startOssServer } from '../support/oss-server.js';

const env = { OSS_ACCESS_KEY_ID: 'LTAIexampleid', OSS_ACCESS_KEY_SECRET: 'keep-this-secret' };

/** nginx as an edge that keeps what it fetched, absences too, before a bucket on loopback. */
async function startEdge() {
  const server = await startOssServer({
    buckets: [{ name: 'pics', region: 'cn-hangzhou', acl: 'public-read' }],
    keys: { [env.OSS_ACCESS_KEY_ID]: env.OSS_ACCESS_KEY_SECRET },
    region: 'cn-hangzhou',
  });
  onTestFinished(() => server.close());
  const cache =
    'proxy_cache edge; proxy_cache_valid 200 1d; proxy_cache_valid 404 1h; proxy_ignore_headers Cache-Control Expires Vary;';
  const edge = { origin: `${server.endpoint}/pics/`, cache, http: 'serve', https: false, referers: '' } as const;
  const { hosts } = await startEdges([edge]);
  const base = `http://${hosts[0]}/`;
  const config = `cdn: { provider: http }
stores:
  main:
    url: "oss://pics/blog?region=cn-hangzhou&endpoint=${server.endpoint}"
    publicUrl: ${base}
    headers: { Content-Language: zh }
`;
  return { server, base, config, allow: ['--allow-host', '127.0.0.1', '--allow-host', hosts[0] ?? ''] };
}

const look = async (url: string) => {
  const response = await fetch(url);
  await response.arrayBuffer();
  return [response.status, response.headers.get('x-cache')];
};

describe('an edge that remembers', { timeout: 60_000 }, () => {
  it('that an image was not there: said with what to do, forgotten and read again with --cdn-refresh', async () => {
    const { server, base, config, allow } = await startEdge();
    const text = [0, 1, 2].map((at) => `![x](${oldBase}${at}.png)`).join('\n\n');
    const site = await createTestSite(
      { 'posts/p.md': text, 'imgferry.config.yaml': config },
      Object.fromEntries([0, 1, 2].map((seed) => [`/${seed}.png`, { picture: { format: 'png', seed } }])),
    );
    const remap = ['--remap', `${oldBase}=${site.origin.url}/`, '--format', 'json', ...allow];
    const migrate = (...more: readonly string[]) =>
      site.run(['migrate', 'posts', '--to', 'main', ...remap, ...more], env);
    await migrate('--plan', 'plan.json');
    const { assets } = JSON.parse(await site.read('plan.json')) as { assets: readonly { publicUrl: string }[] };
    const [first = '', second = ''] = assets.map(({ publicUrl }) => publicUrl);
    for (const url of [first, second])
      expect([await look(url), await look(url)]).toEqual([
        [404, 'MISS'],
        [404, 'HIT'],
      ]);

    const refused = await migrate('--write');
    expect(refused.code).toBe(1);
    const errors = outcomeOf(refused).images.map(({ error }) => error);
    expect(errors.filter((error) => error?.code === 'PUBLIC_MISMATCH')).toHaveLength(2);
    expect(refused.stdout).toContain(`imgferry cdn refresh ${first} --write`);
    expect((await site.read('posts/p.md')).match(new RegExp(base, 'g'))).toHaveLength(1);

    const puts = () => server.requests.filter(({ method, key }) => method === 'PUT' && key.endsWith('.png')).length;
    expect(puts()).toBe(3);
    const done = await migrate('--write', '--cdn-refresh');
    expect([done.code, outcomeOf(done).notes.map(({ id }) => id)]).toEqual([
      0,
      expect.arrayContaining(['cdn-edge-refreshed']),
    ]);
    expect((await site.read('posts/p.md')).match(new RegExp(base, 'g'))).toHaveLength(3);
    expect(puts()).toBe(3);
    for (const url of [first, second]) expect((await look(url))[0]).toBe(200);
  });

  it('an address base that is wrong is one finding still, with --cdn-refresh too', async () => {
    const { base, config, allow } = await startEdge();
    const site = await createTestSite(
      { 'posts/p.md': `![x](${oldBase}0.png)\n`, 'imgferry.config.yaml': config },
      { '/0.png': { picture: { format: 'png', seed: 1 } } },
    );
    const args = ['migrate', 'posts', '--to', 'main', '--public-url', `${base}elsewhere/`, '--write', '--cdn-refresh'];
    const result = await site.run([...args, '--remap', `${oldBase}=${site.origin.url}/`, ...allow], env);
    expect([result.code, result.stdout]).toEqual([3, expect.stringContaining('404')]);
  });

  it('old headers: forgets those addresses alone that `headers` changed', async () => {
    const { server, base, config, allow } = await startEdge();
    const zh = { 'content-language': 'zh' };
    server.seed('pics', 'blog/a.jpg', await photoJpeg(), { ...zh, 'content-type': 'application/octet-stream' });
    server.seed('pics', 'blog/b.jpg', await photoJpeg(), { ...zh, 'content-type': 'image/jpeg' });
    const site = await createTestSite({ 'imgferry.config.yaml': config });
    const typeAt = async (name: string) => {
      const response = await fetch(`${base}blog/${name}`);
      await response.arrayBuffer();
      return [response.headers.get('content-type'), response.headers.get('x-cache')];
    };
    for (const name of ['a.jpg', 'b.jpg']) await typeAt(name);
    const done = await site.run(['headers', 'main', '--write', '--cdn-refresh', '--format', 'json', ...allow], env);
    expect([done.code, JSON.parse(done.stdout)]).toMatchObject([
      0,
      { changes: [{ key: 'a.jpg', state: 'changed' }], notes: [{ id: 'cdn-after-run', facts: { sent: 1 } }] },
    ]);
    expect([await typeAt('a.jpg'), await typeAt('b.jpg')]).toEqual([
      ['image/jpeg', 'MISS'],
      ['image/jpeg', 'HIT'],
    ]);
    const { run } = JSON.parse(done.stdout) as { run: string };
    await site.run(['undo', run, ...allow], env);
    await site.run(['cdn', 'refresh', '--run', run, '--again', '--write', ...allow], env);
    expect(await typeAt('a.jpg')).toEqual(['application/octet-stream', 'MISS']);
  });
});
