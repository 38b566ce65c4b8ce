import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { outcomeOf } from '../support/migration.js';
import { faults } from '../support/oss-server.js';
import { createTransferBench, errorsOf, noteOf, ossKeys, seedObjects, statesOf } from '../support/transferring.js';

describe('imgferry transfer between buckets of one account and region', { timeout: 120_000 }, () => {
  it('has the provider copy every object, with its headers, without reading one; a rerun has nothing to do', async () => {
    const { server, transfer } = await createTransferBench();
    const objects = seedObjects(server, 'old-pictures', 'blog/', 60);
    const plan = await transfer(['old', 'main']);
    expect(statesOf(plan)).toEqual({ 'planned server-side': 60 });
    expect(noteOf(plan, 'transfer-ways')).toMatch(/^60 objects \(.* KB\) copied by the provider itself, 0 objects/);
    expect(noteOf(plan, 'transfer-accounts')).toBe('Accounts · LTAI…d123 at the source · LTAI…d123 at the target.');
    expect(server.objects('pictures').size).toBe(0);

    const done = await transfer(['old', 'main', '--write']);
    expect([done.code, statesOf(done)]).toEqual([0, { 'stored server-side': 60 }]);
    for (const [key, bytes] of objects) {
      const copy = server.objects('pictures').get(`img/${key}`);
      expect(copy?.body, key).toEqual(bytes);
      expect(copy?.headers).toEqual(server.objects('old-pictures').get(`blog/${key}`)?.headers);
    }
    expect(server.requests.filter(({ method, key }) => method === 'GET' && key !== '')).toEqual([]);
    const ofObjects = server.requests.filter(({ key }) => objects.has(key.replace(/^(?:img|blog)\//, '')));
    expect(ofObjects.filter(({ method }) => method === 'PUT')).toHaveLength(60);
    expect(ofObjects.length).toBeLessThan(90); // one page of a listing reads them back; on a machine that stands still some are asked for
    const copies = server.requests.filter(({ headers }) => headers['x-oss-copy-source'] !== undefined);
    expect(copies).toHaveLength(60);
    for (const { headers } of copies) {
      expect(headers).toMatchObject({ 'x-oss-forbid-overwrite': 'true', 'x-oss-metadata-directive': 'COPY' });
      expect(headers['x-oss-copy-source-if-match']).toMatch(/^"[0-9A-F]{32}"$/);
    }
    expect(statesOf(await transfer(['old', 'main', '--write']))).toEqual({ 'in-place': 60 });
  });

  it('gives copies the headers that the configuration names, and keeps the others', async () => {
    const { site, server, at, transfer } = await createTransferBench();
    const objects = seedObjects(server, 'old-pictures', 'blog/', 3);
    const credentials = 'env:OSS';
    const stores = {
      old: { url: at('old-pictures/blog'), credentials },
      main: { url: at('pictures/img'), credentials, headers: { 'cache-control': 'no-cache' } },
    };
    await site.write('imgferry.config.json', JSON.stringify({ stores }));
    const done = await transfer(['old', 'main', '--write']);
    expect([done.code, statesOf(done)]).toEqual([0, { 'stored server-side': 3 }]);
    for (const key of objects.keys()) {
      const headers = server.objects('old-pictures').get(`blog/${key}`)?.headers;
      expect(server.objects('pictures').get(`img/${key}`)?.headers).toEqual({
        ...headers,
        'cache-control': 'no-cache',
      });
    }
  });

  it('is compared by headers too, and those that have others are told', async () => {
    const { server, transfer } = await createTransferBench();
    const headers = { 'content-type': 'image/png', 'cache-control': 'max-age=60', 'x-oss-meta-by': 'li' };
    for (const key of ['a.png', 'b.png']) server.seed('old-pictures', `blog/${key}`, Buffer.from(key), headers);
    expect((await transfer(['old', 'main', '--write'])).code).toBe(0);
    const same = await transfer(['old', 'main', '--check']);
    expect([same.code, statesOf(same)]).toEqual([0, { 'in-place': 2 }]);
    server.seed('pictures', 'img/b.png', Buffer.from('b.png'), { 'content-type': 'text/plain', 'x-oss-meta-by': 'li' });
    const drifted = await transfer(['old', 'main', '--check']);
    expect([drifted.code, statesOf(drifted)]).toEqual([0, { 'in-place': 1, 'in-place headers-differ': 1 }]);
    expect(noteOf(drifted, 'headers-differ')).toMatch(/^1 object has .*: cache-control, content-type\./);
  });

  it('is verified later, by what the provider said and then by reading', async () => {
    const { site, server, transfer } = await createTransferBench();
    const objects = seedObjects(server, 'old-pictures', 'blog/', 5);
    const { run } = outcomeOf(await transfer(['old', 'main', '--write']));
    const verify = () => site.run(['verify', run ?? '', '--verify', 'stored', '--format', 'json'], ossKeys);
    expect([(await verify()).code, statesOf(await verify())]).toEqual([0, { 'in-place': 5 }]);
    const [key = '', bytes = Buffer.alloc(0)] = [...objects][0] ?? [];
    server.seed('pictures', `img/${key}`, Buffer.alloc(bytes.length, 'x'));
    expect(errorsOf(await verify())).toEqual({ [key]: 'OBJECT_MISMATCH' });
  });

  it('moves by this machine what the provider refuses to copy, and says why', async () => {
    const { server, transfer } = await createTransferBench();
    const objects = seedObjects(server, 'old-pictures', 'blog/', 20);
    const isCopy = ({ headers }: { headers: Readonly<Record<string, string>> }): boolean =>
      headers['x-oss-copy-source'] !== undefined;
    server.faults.add({ fault: faults.forbidden, when: isCopy, times: Number.POSITIVE_INFINITY });
    const done = await transfer(['old', 'main', '--write']);
    expect([done.code, statesOf(done)]).toEqual([0, { stored: 20 }]);
    expect(noteOf(done, 'copies-refused')).toContain('STORE_ACCESS_DENIED');
    for (const [key, bytes] of objects) expect(server.objects('pictures').get(`img/${key}`)?.body).toEqual(bytes);
  });

  it('leaves what stands at the target, and calls a damaged copy by its name', async () => {
    const { server, transfer } = await createTransferBench();
    seedObjects(server, 'old-pictures', 'blog/', 4);
    server.seed('pictures', 'img/many/0001.jpg', Buffer.from('other'));
    server.faults.add({ fault: faults.damagedInStore, when: ({ key }) => key.endsWith('many/0002.jpg') && true });
    const done = await transfer(['old', 'main', '--write']);
    expect(errorsOf(done)['many/0001.jpg']).toBe('OBJECT_CONFLICT');
    expect(server.objects('pictures').get('img/many/0001.jpg')?.body.toString()).toBe('other');
  });

  it('goes by this machine between two accounts', async () => {
    const other = { accessKeyId: 'LTAIotheraccount', accessKeySecret: 'another-secret' };
    const { site, server, at, transfer } = await createTransferBench({
      keys: { [ossKeys.OSS_ACCESS_KEY_ID]: ossKeys.OSS_ACCESS_KEY_SECRET, [other.accessKeyId]: other.accessKeySecret },
    });
    const objects = seedObjects(server, 'old-pictures', 'blog/', 6);
    const stores = {
      old: { url: at('old-pictures/blog'), credentials: 'env:OTHER' },
      main: { url: at('pictures/img'), credentials: 'env:OSS' },
    };
    await site.write('imgferry.config.json', JSON.stringify({ stores }));
    const keys = { ...ossKeys, OTHER_ACCESS_KEY_ID: other.accessKeyId, OTHER_ACCESS_KEY_SECRET: other.accessKeySecret };
    const done = await transfer(['old', 'main', '--write'], keys);
    expect([done.code, statesOf(done)]).toEqual([0, { stored: 6 }]);
    expect(noteOf(done, 'transfer-accounts')).toBe('Accounts · LTAI…ount at the source · LTAI…d123 at the target.');
    expect(server.requests.some(({ headers }) => headers['x-oss-copy-source'] !== undefined)).toBe(false);
    expect(server.objects('pictures').size).toBe(objects.size);
  });
});

describe('a large object', { timeout: 120_000 }, () => {
  it('goes to a bucket in parts, and comes back whole', async () => {
    const { site, server, at, transfer } = await createTransferBench();
    const bytes = Buffer.alloc(20 * 2 ** 20 + 1, 'a picture that is large ');
    await site.write('from/large.bin', bytes as unknown as string);
    const done = await transfer(['file:from', at('pictures/img'), '--write']);
    expect([done.code, statesOf(done)]).toEqual([0, { stored: 1 }]);
    expect(server.requests.filter(({ query }) => query.partNumber !== undefined)).toHaveLength(3);
    expect(server.objects('pictures').get('img/large.bin')?.body.equals(bytes)).toBe(true);
    expect(server.uploads('pictures')).toEqual([]);
    const sum = createHash('sha256').update(bytes).digest('hex');
    const back = await transfer([at('pictures/img'), 'file:back', '--write', '--manifest', 'back.sha256']);
    expect(back.code).toBe(0);
    expect(await site.read('back.sha256')).toBe(`${sum}  large.bin\n`);
  });
});
