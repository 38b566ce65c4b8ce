import { readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, it } from 'vitest';
import { photoJpeg, svg } from '../support/images.js';
import { createTestSite, newBase, outcomeOf, type TestSite } from '../support/migration.js';
import { createBucket, onLoopback, type TestBucket } from '../support/oss-bucket.js';
import { type CliResult, startCli } from '../support/run-cli.js';

interface HeadersJson {
  readonly run: string | null;
  readonly objects: number;
  readonly changes: readonly {
    readonly key: string;
    readonly state: string;
    readonly before: Readonly<Record<string, string>>;
    readonly after: Readonly<Record<string, string>>;
    readonly error: { readonly code: string } | null;
  }[];
}

/** What was found, after it was held against the published schema; by key. */
function told({ stdout }: CliResult): HeadersJson {
  const found = JSON.parse(stdout) as HeadersJson;
  const schema = readFileSync(new URL('../../config/schemas/headers.schema.json', import.meta.url), 'utf8');
  const ajv = new Ajv2020({ strict: false, allErrors: true });
  expect(ajv.validate(JSON.parse(schema), found) ? undefined : ajv.errors).toBeUndefined();
  return { ...found, changes: [...found.changes].sort((one, other) => (one.key < other.key ? -1 : 1)) };
}

async function siteWith(bucket: TestBucket): Promise<TestSite> {
  const { server, storeAt } = bucket;
  const notes = { 'x-oss-meta-author': 'wang', 'content-language': 'zh' };
  server.seed('bucket', 'pics/图 1.jpg', await photoJpeg(), { ...notes, 'content-type': 'application/octet-stream' });
  server.seed('bucket', 'pics/lies.png', await photoJpeg(), {
    'content-type': 'image/png',
    'cache-control': 'max-age=60',
  });
  server.seed('bucket', 'pics/right.svg', svg(), { 'content-type': 'image/svg+xml', 'cache-control': 'max-age=60' });
  server.seed('bucket', 'pics/notes.txt', Buffer.from('a text'), { 'content-type': 'text/plain' });
  const config = `stores:
  main:
    url: "${storeAt('pics')}"
    publicUrl: ${newBase}
    headers: { Cache-Control: max-age=60 }
`;
  return createTestSite({ 'imgferry.config.yaml': config });
}

describe('imgferry headers', () => {
  it('plans, changes only what differs, inside the provider, keeps the rest, and is idle then', async () => {
    const bucket = await createBucket();
    const { server, env } = bucket;
    const site = await siteWith(bucket);
    const args = ['headers', 'main', '--format', 'json', ...onLoopback];
    const puts = (): readonly string[] =>
      server.requests
        .filter(({ method }) => method === 'PUT')
        .map(({ key }) => key)
        .sort();
    const expected = [
      { key: 'notes.txt', after: { 'cache-control': 'max-age=60' }, before: {} },
      {
        key: '图 1.jpg',
        after: { 'cache-control': 'max-age=60', 'content-type': 'image/jpeg' },
        before: { 'content-type': 'application/octet-stream' },
      },
    ];
    const bodies = new Map([...server.objects('bucket')].map(([key, { body }]) => [key, body]));
    const planned = told(await site.run(args, env));
    expect([planned.objects, planned.changes]).toMatchObject([
      4,
      expected.map((one) => ({ ...one, state: 'planned' })),
    ]);
    expect(puts()).toEqual([]);

    const done = await site.run([...args, '--write'], env);
    expect([done.code, told(done).changes]).toMatchObject([0, expected.map((one) => ({ ...one, state: 'changed' }))]);
    expect(puts()).toEqual(['pics/notes.txt', 'pics/图 1.jpg']);
    expect(server.objects('bucket').get('pics/图 1.jpg')?.headers).toEqual({
      'cache-control': 'max-age=60',
      'content-type': 'image/jpeg',
      'content-language': 'zh',
      'x-oss-meta-author': 'wang',
    });
    for (const [key, { body }] of server.objects('bucket')) expect(body, key).toEqual(bodies.get(key));
    expect(told(await site.run([...args, '--write'], env)).changes).toEqual([]);
    expect(puts()).toHaveLength(2);
  });

  it('brings class and access to the configuration’s, and leaves them alone where it says nothing', async () => {
    const bucket = await createBucket();
    const { server, storeAt, env } = bucket;
    server.seed('bucket', 'pics/a.txt', Buffer.from('a'), { 'content-type': 'text/plain' });
    const configured = (headers: string): string =>
      `stores:\n  main: { url: "${storeAt('pics')}", headers: ${headers} }\n`;
    const site = await createTestSite({
      'imgferry.config.yaml': configured('{ x-oss-object-acl: public-read, x-oss-storage-class: IA }'),
    });
    const args = ['headers', 'main', '--write', '--format', 'json', ...onLoopback];
    const after = { 'x-oss-object-acl': 'public-read', 'x-oss-storage-class': 'IA' };
    expect(told(await site.run(args, env)).changes).toMatchObject([
      { state: 'changed', after, before: { 'x-oss-object-acl': 'default', 'x-oss-storage-class': 'Standard' } },
    ]);
    expect(told(await site.run(args, env)).changes).toEqual([]);
    await site.write('imgferry.config.yaml', configured('{ cache-control: no-cache }'));
    expect(told(await site.run(args, env)).changes).toMatchObject([{ state: 'changed' }]);
    expect(server.objects('bucket').get('pics/a.txt')).toMatchObject({ acl: 'public-read', storageClass: 'IA' });
  });

  it('lets what is named by its bytes be kept for ever', async () => {
    const bucket = await createBucket();
    const { server, storeAt, env } = bucket;
    const site = await createTestSite({ 'a.jpg': await photoJpeg() });
    const store = ['--to', storeAt('pics'), '--public-url', newBase, '--verify', 'stored', ...onLoopback];
    await site.run(['upload', 'a.jpg', ...store], env);
    const [key = '', object] = [...server.objects('bucket')][0] ?? [];
    server.seed('bucket', key, object?.body ?? Buffer.alloc(0), { 'content-type': 'image/jpeg' });
    const done = await site.run(['headers', storeAt('pics'), '--write', '--format', 'json', ...onLoopback], env);
    expect(told(done).changes).toMatchObject([{ after: { 'cache-control': 'public, max-age=31536000, immutable' } }]);
  });

  it('is undone: every object has what it had, but one that was changed since', async () => {
    const bucket = await createBucket();
    const { server, env } = bucket;
    const site = await siteWith(bucket);
    const headersOf = (key: string) => ({ ...server.objects('bucket').get(key)?.headers });
    const before = { photo: headersOf('pics/图 1.jpg'), notes: headersOf('pics/notes.txt') };
    const done = await site.run(['headers', 'main', '--write', '--format', 'json', ...onLoopback], env);
    const { run } = told(done);
    expect(headersOf('pics/notes.txt')).not.toEqual(before.notes);
    const { body } = server.objects('bucket').get('pics/图 1.jpg') ?? {};
    const later = { 'content-type': 'image/jpeg', 'cache-control': 'no-cache' };
    server.seed('bucket', 'pics/图 1.jpg', body ?? Buffer.alloc(0), later);

    const undo = await site.run(['undo', '--format', 'json', ...onLoopback], env);
    expect([undo.code, outcomeOf(undo).run]).toEqual([1, run]);
    const seen = outcomeOf(undo).images.map(({ state, reason, error }) => [state, reason ?? error?.code]);
    expect(seen.sort()).toEqual([
      ['failed', 'REPLACED_SINCE'],
      ['stored', 'headers-restored'],
    ]);
    expect([headersOf('pics/notes.txt'), headersOf('pics/图 1.jpg')]).toEqual([before.notes, later]);

    server.seed('bucket', 'pics/图 1.jpg', body ?? Buffer.alloc(0), before.photo);
    const again = await site.run(['undo', run ?? '', '--lang', 'zh', ...onLoopback], env);
    expect([again.code, headersOf('pics/图 1.jpg')]).toEqual([0, before.photo]);
    expect((await site.run(['undo', run ?? '', ...onLoopback], env)).code).toBe(2);
  });

  it('killed in the middle is undone all the same', async () => {
    const bucket = await createBucket();
    const { server, env } = bucket;
    const site = await siteWith(bucket);
    const before = new Map([...server.objects('bucket')].map(([key, { headers }]) => [key, { ...headers }]));
    let isAsked = (): void => undefined;
    const asked = new Promise<void>((resolve) => {
      isAsked = resolve;
    });
    const never = new Promise(() => undefined);
    const isPut = ({ method }: { readonly method: string }): boolean => {
      if (method === 'PUT') isAsked();
      return method === 'PUT';
    };
    server.faults.add({ fault: { kind: 'wait', until: never }, when: isPut, times: 2 });
    const { child, result } = startCli(['headers', 'main', '--write', ...onLoopback], { cwd: site.folder, env });
    await asked;
    child.kill('SIGKILL');
    await result;
    expect((await site.run(['undo', ...onLoopback], env)).code).toBe(0);
    for (const [key, { headers }] of server.objects('bucket')) expect(headers, key).toEqual(before.get(key));
  });

  it.each([
    ['a folder', ['headers', 'file:store'], /file:store/],
    ['an unknown store', ['headers', 'nowhere'], /nowhere/],
    ['an unknown format', ['headers', 'file:store', '--format', 'xml'], /ndjson/],
  ])('ends with 2 for %s', async (_, args, words) => {
    const site = await createTestSite({ 'store/a.png': 'a' });
    const result = await site.run(args);
    expect([result.code, result.stdout]).toEqual([2, '']);
    expect(result.stderr).toMatch(words);
    expect(result.stderr).not.toMatch(/\n\s+at /);
  });
});
