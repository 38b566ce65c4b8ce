import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { readFile, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { get as httpsGet } from 'node:https';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import sharp from 'sharp';
import { describe, expect, it, onTestFinished } from 'vitest';
import { type CdnFindingId, cdnFindingIds } from '../../src/core/cdn-finding.js';
import { type EdgeSettings, startEdges } from '../support/cdn/nginx.js';
import { createTestSite, type TestSite } from '../support/migration.js';
import { startOssServer } from '../support/oss-server.js';
import type { CliResult } from '../support/run-cli.js';

interface AuditLine {
  readonly url: string;
  readonly finding: CdnFindingId | null;
  readonly severity: string | null;
  readonly evidence: Readonly<Record<string, unknown>>;
  readonly advice: string | null;
}

const linesOf = ({ stdout }: CliResult): readonly AuditLine[] =>
  stdout
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line) as AuditLine);

const drawn = (format: 'png' | 'jpeg' | 'webp', red: number): Promise<Buffer> =>
  sharp({ create: { width: 40, height: 30, channels: 3, background: { r: red, g: 10, b: 90 } } })
    .toFormat(format)
    .toBuffer();

const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="10" height="10">${'<rect width="1" height="1"/>'.repeat(200)}</svg>`;

/** Serves a folder as it is, as bytes and a type; `/slow/…` later than the audit is told to bear. */
async function startOrigin(folder: string): Promise<string> {
  const types: Readonly<Record<string, string>> = {
    png: 'image/png',
    jpg: 'image/jpeg',
    webp: 'image/webp',
    svg: 'image/svg+xml',
  };
  const server = createServer(async (request, response) => {
    const path = (request.url ?? '').split('?')[0] ?? '';
    if (path.startsWith('/slow/')) await wait(2500);
    const name = path.replace(/^\/slow/, '');
    const body = await readFile(join(folder, name)).catch(() => undefined);
    if (!body) return void response.writeHead(404).end();
    const etag = `"${createHash('md5').update(body).digest('hex')}"`;
    const headers = { 'content-type': types[name.split('.').at(-1) ?? ''], etag, 'content-length': body.length };
    response.writeHead(200, headers).end(body);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(async () => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
}

interface Case {
  readonly id: CdnFindingId;
  /** Path of the address. */
  readonly path: string;
  readonly scheme?: 'http' | 'https';
  /** The setting that provokes it, and what its advice makes of it. */
  readonly wrong: Partial<EdgeSettings>;
  readonly mended?: Partial<EdgeSettings>;
  /** Its advice is a refresh. */
  readonly refresh?: true;
}

/** Every finding but origin-exposed, which has a test of its own. */
const cases = (digestPath: string, slow: string): readonly Case[] => [
  { id: 'not-served', path: '/a.png', wrong: { lines: 'return 503;' } },
  { id: 'cached-404', path: '/late.png', wrong: { cache: kept404 }, mended: { cache: kept404 }, refresh: true },
  { id: 'edge-stale', path: '/changed.png', wrong: {}, refresh: true },
  { id: 'wrong-type', path: '/a.jpg', wrong: { lines: 'more_set_headers "Content-Type: image/png";' } },
  { id: 'attachment', path: '/a.png', wrong: { lines: 'more_set_headers "Content-Disposition: attachment";' } },
  { id: 'short-cache', path: '/a.png', wrong: { cacheControl: 'max-age=3600' } },
  { id: 'not-immutable', path: digestPath, wrong: { cacheControl: 'max-age=2592000' } },
  { id: 'no-validator', path: '/a.png', wrong: { lines: 'more_clear_headers ETag Last-Modified;' } },
  { id: 'set-cookie', path: '/a.png', wrong: { lines: 'add_header Set-Cookie "sid=1";' } },
  { id: 'no-hit', path: '/a.png', wrong: { lines: 'proxy_cache_bypass 1;' } },
  {
    id: 'vary-missing',
    path: '/both.png',
    wrong: { lines: negotiating },
    mended: { lines: `${negotiating} add_header Vary Accept;` },
  },
  { id: 'vary-too-wide', path: '/a.png', wrong: { lines: 'add_header Vary "User-Agent";' } },
  { id: 'query-ignored', path: '/a.png?v=2', wrong: { cacheKey: '$host$uri' } },
  { id: 'query-splits-cache', path: '/a.png?from=feed', wrong: {}, mended: { cacheKey: '$host$uri' } },
  { id: 'no-https', path: '/a.png', scheme: 'http', wrong: { https: false, http: 'serve' } },
  { id: 'http-not-redirected', path: '/a.png', wrong: { http: 'serve' } },
  { id: 'certificate-expiring', path: '/a.png', wrong: { days: 5 } },
  { id: 'slow-first-byte', path: '/a.png', wrong: { origin: slow, cache: '' } },
  { id: 'svg-uncompressed', path: '/a.svg', wrong: { gzip: false } },
  { id: 'range-broken', path: '/a.png', wrong: { lines: 'if ($http_range) { return 416; }' } },
  { id: 'cors-missing', path: '/a.png', wrong: { cors: false } },
  { id: 'hotlink-open', path: '/a.png', wrong: { referers: '' } },
  { id: 'hotlink-blocks-own', path: '/a.png', wrong: { referers: 'none www.example.net' } },
];

const kept404 =
  'proxy_cache edge; proxy_cache_valid 200 1d; proxy_cache_valid 404 1h; proxy_ignore_headers Cache-Control Expires Vary;';
const negotiating = 'if ($http_accept ~ image/webp) { rewrite ^(/.*)\\.png$ $1.webp break; }';

const config = (hosts: readonly string[], store = 'url: "file:bucket"'): string => `
site: https://blog.example.com/
cdn: { provider: http, hotlink: closed, cors: true, slowAfter: 2s }
stores:
  main:
    ${store}
    publicUrl: https://${hosts[0]}/
    addresses: [${hosts.map((host) => `"https://${host}/", "http://${host}/"`).join(', ')}]
`;

describe('imgferry cdn audit before a real edge', { timeout: 180_000 }, () => {
  it('finds each thing that an edge can be set wrongly in, and nothing once its advice is applied', async () => {
    const digested = await drawn('png', 1);
    const digestPath = `/ab/${createHash('sha256').update(digested).digest('hex').slice(0, 32)}.png`;
    const [png, jpeg, webp] = [await drawn('png', 50), await drawn('jpeg', 60), await drawn('webp', 50)];
    const site = await createTestSite({
      'bucket/a.png': png,
      'bucket/a.jpg': jpeg,
      'bucket/both.png': png,
      'bucket/both.webp': webp,
      'bucket/a.svg': svg,
      'bucket/changed.png': png,
      [`bucket${digestPath}`]: digested,
    });
    const origin = await startOrigin(join(site.folder, 'bucket'));
    const all = cases(digestPath, `${origin}slow/`);
    const edges = await startEdges(all.map(({ wrong }) => ({ origin, ...wrong })));
    const urls = all.map(({ path, scheme = 'https' }, index) => `${scheme}://${edges.hosts[index]}${path}`);
    await site.write('imgferry.config.yaml', config(edges.hosts));
    const env = { NODE_EXTRA_CA_CERTS: edges.caFile };
    const allow = edges.hosts.flatMap((host) => ['--allow-host', host]);
    const run = (args: readonly string[]): Promise<CliResult> => site.run(['cdn', ...args, ...allow], env);
    const urlOf = (id: CdnFindingId): string => urls[all.findIndex((one) => one.id === id)] ?? '';

    // what an edge keeps from before: an absence, and old bytes
    await run(['prefetch', urlOf('edge-stale'), urlOf('cached-404'), '--write']);
    await writeFile(join(site.folder, 'bucket/changed.png'), await drawn('png', 200));
    await writeFile(join(site.folder, 'bucket/late.png'), png);

    const found = linesOf(await run(['audit', ...urls, '--format', 'ndjson']));
    const byUrl = (lines: readonly AuditLine[]) =>
      Object.fromEntries(
        all.map(({ id }, index) => [
          id,
          lines.filter((line) => line.url === urls[index]).map(({ finding }) => finding),
        ]),
      );
    expect(byUrl(found)).toEqual(Object.fromEntries(all.map(({ id }) => [id, [id]])));
    expect([...all.map(({ id }) => id), 'origin-exposed'].sort()).toEqual([...cdnFindingIds].sort());
    for (const { advice, severity } of found) expect([typeof advice, typeof severity]).toEqual(['string', 'string']);

    const refreshed = await run(['refresh', urlOf('edge-stale'), urlOf('cached-404'), '--write']);
    expect(refreshed.code).toBe(0);
    await edges.set(all.map(({ mended = {} }) => ({ origin, ...mended })));
    const mended = linesOf(await run(['audit', ...urls, '--format', 'ndjson']));
    expect(byUrl(mended)).toEqual(Object.fromEntries(all.map(({ id }) => [id, [null]])));
  });

  it('sees old bytes after an optimization in place, is clean after a refresh, and a prefetch makes the first look a hit', async () => {
    const server = await startOssServer({
      buckets: [{ name: 'pics', region: 'cn-hangzhou', acl: 'public-read' }],
      keys: { LTAIexampleid: 'keep-this-secret' },
      region: 'cn-hangzhou',
    });
    onTestFinished(() => server.close());
    const noise = {
      create: { width: 300, height: 200, channels: 3, noise: { type: 'gaussian', mean: 128, sigma: 9 } },
    } as const;
    server.seed(
      'pics',
      'blog/a.png',
      await sharp({ ...noise, create: { ...noise.create, background: 'red' } })
        .png({ compressionLevel: 0 })
        .toBuffer(),
      { 'content-type': 'image/png' },
    );
    const edges = await startEdges([{ origin: `${server.endpoint}/pics/` }]);
    const [host = ''] = edges.hosts;
    const url = `https://${host}/blog/a.png`;
    const store = `url: "oss://pics/blog?region=cn-hangzhou&endpoint=${server.endpoint}"`;
    const site = await createTestSite({ 'imgferry.config.yaml': config(edges.hosts, store) });
    const env = {
      NODE_EXTRA_CA_CERTS: edges.caFile,
      OSS_ACCESS_KEY_ID: 'LTAIexampleid',
      OSS_ACCESS_KEY_SECRET: 'keep-this-secret',
    };
    const run = (...args: readonly string[]): Promise<CliResult> =>
      site.run([...args, '--allow-host', host, '--allow-host', '127.0.0.1'], env);
    const findings = async (): Promise<readonly unknown[]> =>
      linesOf(await run('cdn', 'audit', '--store', 'main', '--format', 'ndjson')).map(({ finding }) => finding);

    expect(await findings()).toEqual(['origin-exposed']);
    const optimized = await run('optimize', 'main', '--optimize', 'lossless', '--write');
    expect([optimized.code, optimized.stderr]).toEqual([0, expect.not.stringContaining('Error')]);
    expect(await findings()).toEqual(['edge-stale', 'origin-exposed']);
    const runs = JSON.parse((await listRuns(site, env)).stdout) as { runs: readonly { id: string }[] };
    const id = runs.runs.at(-1)?.id ?? runs.runs[0]?.id ?? '';
    expect((await run('cdn', 'refresh', '--run', id, '--write')).code).toBe(0);
    expect((await run('cdn', 'prefetch', url, '--write')).code).toBe(0);
    const asked = server.requests.length;
    const first = await get(url, edges.caFile);
    expect([first, server.requests.length]).toEqual(['HIT', asked]);
    expect(await findings()).toEqual(['origin-exposed']);

    // the bucket is closed, and the edge goes on from what it has
    server.setAcl('pics', 'private');
    expect(await findings()).toEqual([null]);
  });
});

const listRuns = (site: TestSite, env: Readonly<Record<string, string>>): Promise<CliResult> =>
  site.run(['runs', '--format', 'json'], env);

/** What the edge says of its cache to a reader. */
async function get(url: string, caFile: string): Promise<string | undefined> {
  const ca = await readFile(caFile);
  return new Promise((resolve, reject) => {
    httpsGet(url, { ca, headers: { accept: 'image/*' } }, (response) => {
      response.resume();
      resolve(String(response.headers['x-cache']));
    }).on('error', reject);
  });
}
