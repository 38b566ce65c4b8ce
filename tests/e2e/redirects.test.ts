import { readFileSync } from 'node:fs';
import { request } from 'node:http';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import Database from 'libsql';
import { describe, expect, it } from 'vitest';
import { hasApache, startApache } from '../support/apache.js';
import { photoJpeg } from '../support/images.js';
import { createTestSite, newBase, oldBase, type TestSite } from '../support/migration.js';
import { hasNginx, startNginx } from '../support/nginx.js';

/** Paths as they stand in posts, between `<` and `>`. */
const awkward = [
  'a.png',
  'A.png',
  '中文/图 1.png',
  'sp ace/%20x.png',
  'quote\'"s.png',
  're(gex)[1]+.*^$|?.png'.replace('?', '%3F'),
  '{brace}; %23.png',
  '$uri/~default.png',
  'percent%25.png',
  'back%5Cslash.png',
  'one.png?x=1&y=a%20b',
  'one.png?v=$1"',
  'default',
  'q%2Fslash.png',
];

interface RedirectsJson {
  readonly run: string;
  readonly redirects: readonly { readonly from: string; readonly to: string }[];
  readonly leftOut: readonly { readonly what: string; readonly reason: string }[];
}

async function migratedSite(): Promise<TestSite> {
  const text = awkward.map((path) => `![](<${oldBase}${path}>)\n`).join('\n');
  const routes = awkward.map((path, seed) => {
    const { pathname, search } = new URL(oldBase + path);
    return [pathname + search, { picture: { seed } }] as const;
  });
  const site = await createTestSite({ 'posts/p.md': text }, Object.fromEntries(routes));
  const done = await site.migrate(['--write']);
  expect(done.stderr + done.stdout).toMatch(new RegExp(`${awkward.length} stored`));
  return site;
}

async function told(site: TestSite, args: readonly string[] = []): Promise<RedirectsJson> {
  return JSON.parse((await site.run(['redirects', ...args, '--format', 'json'])).stdout) as RedirectsJson;
}

/** Asks exactly for a path, whatever a client would make of it. */
function ask(server: string, host: string, path: string): Promise<{ status: number; location: string | undefined }> {
  return new Promise((resolve, reject) => {
    const { hostname, port } = new URL(server);
    const asked = request({ hostname, port, path, headers: { host } }, (response) => {
      response.resume();
      resolve({ status: response.statusCode ?? 0, location: response.headers.location });
    });
    asked.on('error', reject);
    asked.end();
  });
}

const inServer = 'if ($imgferry_redirect) { return 301 $imgferry_redirect; }';

describe('imgferry redirects', () => {
  it('tells of a run that went on what the one moved that had been stopped', async () => {
    const first = Array.from({ length: 3 }, (_, at) => `from/${at}.png`);
    const site = await createTestSite(Object.fromEntries(first.map((path) => [path, `bytes of ${path}`])));
    await site.write(
      'imgferry.config.yaml',
      'stores:\n  old: { kind: file, dir: from, publicUrl: https://old.example.com }\n  new: { kind: file, dir: to, publicUrl: https://new.example.com }\n',
    );
    const transfer = () => site.run(['transfer', 'old', 'new', '--write']);
    expect((await transfer()).code).toBe(0);
    const database = new Database(join(site.folder, '.imgferry/ledger.db'));
    database.exec("UPDATE runs SET state = 'interrupted'");
    database.close();
    await site.write('from/late.png', 'late bytes');
    expect((await transfer()).code).toBe(0);
    const froms = (await told(site)).redirects.map(({ from }) => from);
    expect(froms.toSorted()).toEqual(
      [...first, 'from/late.png'].map((path) => path.replace('from/', 'https://old.example.com/')),
    );

    await site.write('from/later.png', 'later bytes');
    expect((await transfer()).code).toBe(0);
    expect((await told(site)).redirects).toHaveLength(1); // the run before it was done
  });

  it('tells every address that a run moved, as the schema has it', async () => {
    const site = await migratedSite();
    const found = await told(site);
    const schema = readFileSync(new URL('../../config/schemas/redirects.schema.json', import.meta.url), 'utf8');
    const ajv = new Ajv2020({ strict: false });
    expect(ajv.validate(JSON.parse(schema), found) ? undefined : ajv.errors).toBeUndefined();
    expect(found.redirects.map(({ from }) => from).sort()).toEqual(
      awkward.map((path) => new URL(oldBase + path).href).sort(),
    );
    expect(found.redirects.every(({ to }) => to.startsWith(newBase))).toBe(true);
    expect(found.leftOut).toEqual([]);
    expect(await told(site, [found.run])).toEqual(found);
  });

  it.skipIf(!hasNginx)('are served by nginx: every old address answers 301 to the new one', async () => {
    const site = await migratedSite();
    const { redirects } = await told(site);
    const { stdout } = await site.run(['redirects', '--as', 'nginx']);
    expect(stdout).toContain(inServer);
    const server = await startNginx({ http: stdout, server: inServer });
    for (const { from, to } of redirects) {
      const { host, pathname, search } = new URL(from);
      expect(await ask(server, host, pathname + search), from).toEqual({ status: 301, location: to });
      const everyByte = pathname.split('/').map((part) => encodeEveryByte(decodeURIComponent(part)));
      if (search === '')
        expect(await ask(server, host, everyByte.join('/')), from).toEqual({ status: 301, location: to });
    }
    const { host } = new URL(oldBase);
    expect((await ask(server, host, '/other.png')).status).toBe(404);
    expect((await ask(server, 'elsewhere.example', '/a.png')).status).toBe(404);
    expect((await ask(server, host, '/a.png?unknown=1')).status).toBe(301);
  });

  it.skipIf(!hasApache)('are served by Apache: every old address answers 301 to the new one', async () => {
    const site = await migratedSite();
    const { redirects } = await told(site);
    const server = await startApache((await site.run(['redirects', '--as', 'htaccess'])).stdout);
    for (const { from, to } of redirects) {
      const { host, pathname, search } = new URL(from);
      expect(await ask(server, host, pathname + search), from).toEqual({ status: 301, location: to });
    }
    expect((await ask(server, new URL(oldBase).host, '/other.png')).status).toBe(404);
    expect((await ask(server, 'elsewhere.example', '/a.png')).status).toBe(404);
  });

  it.skipIf(!hasNginx)('are served by nginx for 5,000 addresses', async () => {
    const lines = Array.from({ length: 5000 }, (_, at) => `/images/${at}/a name that is somewhat long ${at}.png`);
    const { renderRedirects } = await import('../../src/report/redirects/render-redirects.js');
    const redirects = lines.map((from, at) => ({ from, to: `${newBase}${at}.png` }));
    const { text } = renderRedirects(redirects, { as: 'nginx', site: undefined, lang: 'en' });
    const server = await startNginx({ http: text, server: inServer });
    const answer = await ask(server, 'any.example', encodeURI(lines[4321] ?? ''));
    expect(answer).toEqual({ status: 301, location: `${newBase}4321.png` });
  });

  it.skipIf(!hasNginx)('leave nginx as it was where nothing has moved from the web', async () => {
    const { renderRedirects } = await import('../../src/report/redirects/render-redirects.js');
    const { text } = renderRedirects([], { as: 'nginx', site: undefined, lang: 'en' });
    const server = await startNginx({ http: text, server: inServer });
    expect((await ask(server, 'any.example', '/a.png')).status).toBe(404);
  });

  it('knows local images by what posts said, and by the folder that the site serves', async () => {
    const site = await createTestSite({
      'static/img/a b.jpg': await photoJpeg({ seed: 1 }),
      'posts/beside.jpg': await photoJpeg({ seed: 2 }),
      'posts/p.md': '![](../static/img/a%20b.jpg) ![](beside.jpg)\n',
    });
    await site.migrate(['--write']);
    const without = await told(site);
    expect(without.redirects).toEqual([]);
    expect(without.leftOut.map(({ what, reason }) => [what, reason]).sort()).toEqual([
      ['posts/beside.jpg', 'no-old-address'],
      ['static/img/a b.jpg', 'no-old-address'],
    ]);
    const { redirects } = await told(site, ['--root', 'static']);
    expect(redirects).toEqual([{ from: '/img/a%20b.jpg', to: expect.stringContaining(newBase) }]);
    const netlify = await site.run(['redirects', '--as', 'netlify', '--root', 'static']);
    expect(netlify.stdout).toMatch(/^\/img\/a%20b\.jpg https:\/\/img\.example\.com\/\S+ 301!$/m);
    expect(netlify.stderr).toContain('posts/beside.jpg');
  });

  it('knows a store’s objects by every address that the store had, and a relink by its links', async () => {
    const config = `stores:
  old: { url: "file:from", publicUrl: "https://old.example.com/", addresses: ["http://older.example.com/x/"] }
`;
    const site = await createTestSite({ 'from/图 1.png': 'one', 'imgferry.config.yaml': config });
    await site.run(['transfer', 'old', 'file:to', '--public-url', newBase, '--write']);
    const { redirects } = await told(site);
    const to = `${newBase}%E5%9B%BE%201.png`;
    expect(redirects).toEqual([
      { from: 'https://old.example.com/%E5%9B%BE%201.png', to },
      { from: 'http://older.example.com/x/%E5%9B%BE%201.png', to },
    ]);
  });

  it.each([
    ['no server', ['redirects'], /nginx/],
    ['an unknown server', ['redirects', '--as', 'iis'], /nginx[\s\S]*iis/],
    ['an unknown run', ['redirects', '20200101-000000-0000', '--as', 'nginx'], /20200101-000000-0000/],
    ['no run at all', ['redirects', '--as', 'nginx'], /run/],
  ])('ends with 2 for %s', async (_, args, words) => {
    const site = await createTestSite({});
    const result = await site.run(args);
    expect([result.code, result.stdout]).toEqual([2, '']);
    expect(result.stderr).toMatch(words);
  });
});

const encodeEveryByte = (text: string): string =>
  [...Buffer.from(text)].map((byte) => `%${byte.toString(16).toUpperCase().padStart(2, '0')}`).join('');
