import { describe, expect, it } from 'vitest';
import { expandHosts, expandStore } from '../../src/config/expand-variables.js';
import { resolveSettings } from '../../src/config/resolve-settings.js';
import type { GivenSettings, LoadedConfig } from '../../src/config/settings.js';

const loaded = (given: GivenSettings = {}): LoadedConfig => ({
  file: '/site/x.yaml',
  folder: '/site',
  cwd: '/site/blog',
  given,
});

describe('resolveSettings', () => {
  it('gives every option its default', async () => {
    expect(await resolveSettings(loaded())).toEqual({
      posts: [],
      stores: {},
      key: '{digest:2}/{digest:32}.{ext}',
      imageFormat: 'keep',
      optimize: 'auto',
      effort: 'fast',
      target: 80,
      allowFormats: [],
      metadata: 'copyright',
      links: 'same',
      include: [],
      exclude: [],
      onlyHosts: [],
      skipHosts: [],
      remap: [],
      hosts: {},
      allowHosts: [],
      generator: 'auto',
      cdnPrefetch: false,
      cdnRefresh: false,
      concurrency: 16,
      perHost: 6,
      maxBytes: 50 * 2 ** 20,
      spoolMaxBytes: 2 * 2 ** 30,
      connectTimeout: 10_000,
      idleTimeout: 30_000,
      imageTimeout: 120_000,
      depth: 'deep',
      failOn: 'broken',
      missingAlt: false,
      ignore: [],
      folders: {},
      keepOriginals: '.imgferry/originals',
      wayback: 'https://archive.org/',
      lang: 'auto',
    });
  });

  it('lets a flag win over the file, the file over the command, the command over the rest', async () => {
    const values = async (given: GivenSettings, flags: GivenSettings): Promise<string> =>
      (await resolveSettings(loaded(given), flags, 'optimize')).effort;
    expect(await values({}, {})).toBe('balanced');
    expect(await values({ effort: 'fast' }, {})).toBe('fast');
    expect(await values({ effort: 'fast' }, { effort: 'smallest' })).toBe('smallest');
    expect(await values({ effort: 'fast' }, { effort: undefined })).toBe('fast');
    expect((await resolveSettings(loaded(), {}, 'transfer')).effort).toBe('balanced');
  });

  it('reads what a check leaves out, a text alone as an address', async () => {
    const ignore = ['https://a.example/*', { post: 'drafts/**', reason: 'redirected' }];
    const settings = await resolveSettings(
      loaded({ ignore, maxAge: 0, oversizedPixels: '4MP', oversizedBytes: '300KB', baseline: 'known.txt' }),
    );
    expect(settings).toMatchObject({
      ignore: [
        { address: ['https://a.example/*'], post: [], reason: [] },
        { address: [], post: ['drafts/**'], reason: ['redirected'] },
      ],
      maxAge: 0,
      oversizedPixels: 4_000_000,
      oversizedBytes: 300_000,
      baseline: '/site/known.txt',
    });
  });

  it.each([
    [{ ignore: [{}] }, 'ignore-rule'],
    [{ oversizedPixels: 'many' }, 'pixels'],
    [{ maxAge: '1w' }, 'time'],
    [{ maxAge: '7' }, 'time'],
  ])('refuses %j', async (given, expected) => {
    await expect(resolveSettings(loaded(given))).rejects.toMatchObject({ facts: { expected } });
  });

  it("takes the file's paths from its folder and a flag's from the working directory", async () => {
    const given = {
      posts: 'posts',
      to: 'file:images',
      stores: { a: { kind: 'file', dir: 'a' }, b: { url: 'file:b' } },
    };
    expect(await resolveSettings(loaded(given))).toMatchObject({
      posts: ['/site/posts'],
      to: 'file:/site/images',
      stores: { a: { url: 'file:/site/a' }, b: { url: 'file:/site/b' } },
    });
    const flags = { posts: ['p.md'], to: 'file:../out', ledger: 'l.db' };
    expect(await resolveSettings(loaded(given), flags)).toMatchObject({
      posts: ['/site/blog/p.md'],
      to: 'file:/site/out',
      ledger: '/site/blog/l.db',
    });
  });

  it.each([
    ['file:///srv/images', 'file:///srv/images'],
    ['oss://bucket/prefix', 'oss://bucket/prefix'],
    ['main', 'main'],
  ])('leaves %s as it is', async (to, expected) => {
    expect((await resolveSettings(loaded(), { to })).to).toBe(expected);
  });

  it('makes one address of a store that is told in fields', async () => {
    const stores = {
      main: {
        kind: 'oss',
        bucket: 'my-bucket',
        prefix: 'blog',
        region: 'cn-hangzhou',
        headers: { 'X-OSS-Meta-By': 'me' },
      },
    };
    expect((await resolveSettings(loaded({ stores }))).stores.main).toEqual({
      url: 'oss://my-bucket/blog',
      region: 'cn-hangzhou',
      addresses: [],
      headers: { 'x-oss-meta-by': 'me' },
    });
  });

  it.each([
    ['1048576', 1_048_576],
    ['300KB', 300_000],
    ['1.5 MiB', 1_572_864],
    [12, 12],
  ])('reads %s as bytes', async (maxBytes, expected) => {
    expect((await resolveSettings(loaded({ maxBytes }))).maxBytes).toBe(expected);
  });

  it('names a flag as it is typed, not as it is stored', async () => {
    const settings = resolveSettings(loaded(), { skipHosts: 5 });
    await expect(settings).rejects.toMatchObject({ facts: { option: '--skip-host' } });
  });

  it('names the flag whose value is wrong', async () => {
    const settings = resolveSettings(loaded(), { imageFormat: 'jpg' });
    await expect(settings).rejects.toMatchObject({
      code: 'USAGE_INVALID',
      facts: { option: '--image-format', found: 'jpg', hint: 'jpeg', expected: expect.arrayContaining(['webp']) },
    });
  });
});

describe('variables', () => {
  const store = { url: 'oss://$' + '{A}', addresses: [], credentials: 'env:$' + '{A}', headers: { x: '1$' + '{B}2' } };

  it('are expanded in credentials and headers and nowhere else', () => {
    expect(expandStore('main', store, { variables: { A: 'BLOG', B: 'b' } })).toEqual({
      url: store.url,
      addresses: [],
      credentials: 'env:BLOG',
      headers: { x: '1b2' },
    });
  });

  it('that are not set are named with the field that asks for them', () => {
    expect(() => expandStore('main', store, { variables: { A: '' }, file: '/c.yaml' })).toThrow(
      expect.objectContaining({
        code: 'CREDENTIALS_MISSING',
        facts: { path: '/c.yaml', key: 'stores.main.headers.x', variable: 'B', found: 'unset' },
      }),
    );
    const hosts = { 'a.example': { headers: { cookie: '$' + '{C}' } } };
    expect(() => expandHosts(hosts, { variables: {} })).toThrow(
      expect.objectContaining({ facts: expect.objectContaining({ key: 'hosts.a.example.headers.cookie' }) }),
    );
    expect(expandHosts(hosts, { variables: { C: 'c' } })).toEqual({ 'a.example': { headers: { cookie: 'c' } } });
  });
});
