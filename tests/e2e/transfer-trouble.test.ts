import { renameSync, writeFileSync } from 'node:fs';
import { symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { outcomeOf } from '../support/migration.js';
import { faults, ossErrors } from '../support/oss-server.js';
import { runCli } from '../support/run-cli.js';
import {
  createTransferBench,
  errorsOf,
  noteOf,
  onLoopback,
  ossKeys,
  seedObjects,
  statesOf,
} from '../support/transferring.js';

type Request = { readonly method: string; readonly key: string; readonly query: ReadonlyMap<string, string> };
const isRead = ({ method, key }: Request): boolean => method === 'GET' && key !== '';
const isPut = ({ method, key }: Request): boolean => method === 'PUT' && !key.includes('probe');
const isListing = ({ method, query }: Request): boolean => method === 'GET' && query.has('list-type');

describe('a transfer', { timeout: 120_000 }, () => {
  it('moves the newer of an object that changes at the source in mid-run, and says so', async () => {
    const { site, server, transfer } = await createTransferBench();
    const objects = seedObjects(server, 'old-pictures', 'blog/', 30);
    const late = [...objects.keys()].at(-1) ?? '';
    let isChanged = false;
    const when = ({ method, bucket }: { method: string; bucket: string }): boolean => {
      if (method !== 'GET' || bucket !== 'old-pictures' || isChanged) return false;
      isChanged = server.requests.filter(({ key }) => key.startsWith('blog/')).length > 3;
      if (isChanged) server.seed('old-pictures', `blog/${late}`, Buffer.from('newer bytes'));
      return false;
    };
    server.faults.add({ fault: faults.internalError, when });
    const done = await transfer(['old', 'file:to', '--write', '--concurrency', '1']);
    expect([done.code, statesOf(done)]).toEqual([0, { stored: 30 }]);
    expect(noteOf(done, 'source-changed')).toMatch(/^1 object changed/);
    expect(await site.read(`to/${late}`)).toBe('newer bytes');
    const again = await transfer(['old', 'file:to', '--check']);
    expect([again.code, statesOf(again)]).toEqual([0, { 'in-place': 30 }]);
  });

  it('goes slower where the server has too much, and brings everything', async () => {
    const { server, transfer } = await createTransferBench();
    const objects = seedObjects(server, 'old-pictures', 'blog/', 80);
    const busy = { fault: faults.serviceUnavailable, times: 60 };
    server.faults.add({ ...busy, when: (request) => isRead(request) || isPut(request) });
    const done = await transfer(['old', 'main', '--write']);
    expect([done.code, statesOf(done)]).toEqual([0, { 'stored server-side': 80 }]);
    expect(server.objects('pictures').size).toBe(objects.size);
  });

  it('lists on where a page was refused, without seeing anything twice', async () => {
    const { server, transfer } = await createTransferBench();
    for (let at = 0; at < 2500; at += 1)
      server.seed('old-pictures', `blog/${String(at).padStart(5, '0')}`, Buffer.from('x'));
    let pages = 0;
    server.faults.add({
      fault: faults.serviceUnavailable,
      when: (request) => isListing(request) && ++pages % 2 === 0,
      times: 3,
    });
    const plan = await transfer(['old', 'main']);
    expect([plan.code, outcomeOf(plan).totals.planned]).toEqual([0, 2500]);
  });

  it('ends, and can be run again, where the listing ends too soon', async () => {
    const { server, transfer } = await createTransferBench();
    seedObjects(server, 'old-pictures', 'blog/', 5);
    server.faults.add({ fault: { kind: 'refuse', error: ossErrors.notImplemented('list') }, when: isListing });
    const result = await transfer(['old', 'main', '--write']);
    expect([result.code, JSON.parse(result.stdout).stopped.code]).toEqual([3, 'LISTING_FAILED']);
    expect((await transfer(['old', 'main', '--write'])).code).toBe(0);
  });

  it('keeps to its bandwidth and to its requests a second', async () => {
    const { site, server, at, transfer } = await createTransferBench();
    await site.write('from/a.bin', 'a'.repeat(300_000));
    const began = performance.now();
    const slow = await transfer(['file:from', at('pictures/slow'), '--write', '--bandwidth', '200KB/s']);
    expect([slow.code, server.objects('pictures').get('slow/a.bin')?.body.length]).toEqual([0, 300_000]);
    expect(performance.now() - began).toBeGreaterThan(1400);
    for (let index = 0; index < 20; index += 1) server.seed('old-pictures', `blog/${index}`, Buffer.from('x'));
    const first = server.requests.length;
    const from = performance.now();
    expect((await transfer(['old', 'main', '--write', '--max-requests', '25'])).code).toBe(0);
    expect(performance.now() - from).toBeGreaterThan(((server.requests.length - first - 1) / 25) * 1000);
    expect((await transfer(['old', 'main', '--bandwidth', 'fast'])).code).toBe(2);
  });

  it('takes new keys from the file where a tool has renewed the token', async () => {
    const sts = (token: string) => ({ secret: 'short-lived', securityToken: token });
    const keys: Record<string, ReturnType<typeof sts>> = { 'STS.first1234567': sts('one') };
    const { site, server, at } = await createTransferBench({ keys });
    seedObjects(server, 'old-pictures', 'blog/', 40);
    const profile = (id: string, token: string) =>
      JSON.stringify({
        current: 'blog',
        profiles: [
          { name: 'blog', mode: 'StsToken', access_key_id: id, access_key_secret: 'short-lived', sts_token: token },
        ],
      });
    await site.write('.aliyun/config.json', profile('STS.first1234567', 'one'));
    const stores = { old: { url: at('old-pictures/blog'), credentials: 'profile:blog' } };
    await site.write('imgferry.config.json', JSON.stringify({ stores }));
    keys['STS.second123456'] = sts('two');
    let reads = 0;
    let isRenewed = false;
    server.faults.add({
      fault: { kind: 'refuse', error: ossErrors.securityTokenExpired() },
      times: Number.POSITIVE_INFINITY,
      when(request) {
        if (isRead(request)) reads += 1;
        const isExpired = reads > 10 && request.headers.authorization?.includes('STS.first') === true;
        const file = join(site.folder, '.aliyun/config.json');
        if (isExpired && isRenewed) {
          isRenewed = false;
          writeFileSync(`${file}.new`, profile('STS.second123456', 'two'));
          renameSync(`${file}.new`, file); // as tools do it: whole at every instant
        }
        return isExpired;
      },
    });
    const args = ['transfer', 'old', 'file:to', '--write', ...onLoopback];
    const stopped = await runCli(args, { cwd: site.folder, env: {} });
    expect([stopped.code, JSON.parse(stopped.stdout).stopped.code]).toEqual([2, 'CREDENTIALS_REJECTED']);
    reads = 0;
    isRenewed = true;
    const done = await runCli(args, { cwd: site.folder, env: {} });
    expect(done.code).toBe(0);
    expect(outcomeOf(done).totals).toMatchObject({ failed: 0, images: 40 });
  });

  it('stops where the target fills up, and goes on when there is room', async () => {
    const { server, transfer } = await createTransferBench({
      buckets: [
        { name: 'old-pictures', region: 'cn-hangzhou' },
        { name: 'pictures', region: 'cn-hangzhou', quota: 5000 },
      ],
    });
    const objects = seedObjects(server, 'old-pictures', 'blog/', 60);
    const stopped = await transfer(['old', 'main', '--write']);
    expect(stopped.code).toBe(3);
    expect(JSON.parse(stopped.stdout).stopped).toMatchObject({ code: 'DISK_FULL' });
    expect(stopped.stdout).toContain('no room left in the store');
    const before = server.objects('pictures').size;
    expect(before).toBeGreaterThan(0);
    server.setQuota('pictures', undefined);
    const done = await transfer(['old', 'main', '--write']);
    expect(done.code).toBe(0);
    expect(outcomeOf(done).totals).toMatchObject({ stored: objects.size - before, inPlace: before });
    for (const [key, bytes] of objects) expect(server.objects('pictures').get(`img/${key}`)?.body).toEqual(bytes);
  });
});

describe('before anything moves, a transfer names', { timeout: 60_000 }, () => {
  it('a bucket that is not there, and one that is elsewhere', async () => {
    const { server, at, transfer } = await createTransferBench();
    for (const [from, to, code] of [
      ['oss://nobodys-pictures/x', 'file:to', 'BUCKET_NOT_FOUND'],
      ['far-pictures/x', 'file:to', 'REGION_WRONG'],
      ['old-pictures/x', 'file:to', undefined],
    ] as const) {
      const result = await transfer([at(from.replace('oss://', '')), to]);
      expect(JSON.parse(result.stdout).stopped?.code, from).toBe(code);
      expect(result.code).toBe(code === undefined ? 0 : 2);
    }
    expect(server.objects('pictures').size).toBe(0);
  });

  it('a store that may be read but not listed', async () => {
    const { server, transfer } = await createTransferBench();
    server.faults.add({ fault: faults.forbidden, when: isListing, times: 9 });
    const result = await transfer(['old', 'file:to', '--write']);
    expect([result.code, JSON.parse(result.stdout).stopped.code]).toEqual([2, 'STORE_ACCESS_DENIED']);
    expect(result.stdout).toContain('may not be listed');
  });

  it('objects that may not be read are left out, and a store that may not be read at all is one finding', async () => {
    const { server, transfer } = await createTransferBench();
    const deny = (isDenied: (key: string) => boolean) => {
      server.faults.clear();
      const when = ({ method, key }: { readonly method: string; readonly key: string }) =>
        (method === 'GET' || method === 'HEAD') && key.startsWith('blog/') && isDenied(key);
      server.faults.add({ fault: faults.forbidden, when, times: 10_000 });
    };
    const total = seedObjects(server, 'old-pictures', 'blog/', 150).size;
    server.seed('old-pictures', 'blog/0-first.png', Buffer.from('secret'));
    deny((key) => key === 'blog/0-first.png');
    const done = await transfer(['old', 'file:to', '--write']);
    expect([done.code, errorsOf(done)]).toEqual([1, { '0-first.png': 'STORE_ACCESS_DENIED' }]);
    expect(outcomeOf(done).totals).toMatchObject({ stored: total, failed: 1 });
    deny(() => true);
    const refused = await transfer(['old', 'file:other', '--write']);
    expect([refused.code, JSON.parse(refused.stdout).stopped.code]).toEqual([2, 'STORE_ACCESS_DENIED']);
  });

  it('objects in an archive, but those that were restored', async () => {
    const { server, transfer } = await createTransferBench();
    seedObjects(server, 'old-pictures', 'blog/', 6);
    server.archive('old-pictures', 'blog/many/0001.jpg', 'Archive');
    server.archive('old-pictures', 'blog/many/0002.jpg', 'DeepColdArchive');
    server.archive(
      'old-pictures',
      'blog/many/0004.jpg',
      'Archive',
      'ongoing-request="false", expiry-date="Sat, 01 Jan 2050 00:00:00 GMT"',
    );
    const archived = { 'many/0001.jpg': 'OBJECT_ARCHIVED', 'many/0002.jpg': 'OBJECT_ARCHIVED' };
    for (const to of ['main', 'file:to']) {
      expect(errorsOf(await transfer(['old', to]))).toEqual(archived);
      const done = await transfer(['old', to, '--write']);
      expect([done.code, errorsOf(done)]).toEqual([1, archived]);
      expect(outcomeOf(done).totals.stored).toBe(4);
    }
  });

  it('keys that a folder can’t hold', async () => {
    const { server, transfer } = await createTransferBench();
    const long = `${'长'.repeat(90)}.png`;
    for (const key of ['a', 'a/b.png', long, 'fine.png']) server.seed('old-pictures', `blog/${key}`, Buffer.from(key));
    const faultyKeys = { a: 'KEY_INVALID', [long]: 'KEY_INVALID' };
    expect(errorsOf(await transfer(['old', 'file:to']))).toEqual(faultyKeys);
    const done = await transfer(['old', 'file:to', '--write']);
    expect([done.code, errorsOf(done), outcomeOf(done).totals.stored]).toEqual([1, faultyKeys, 2]);
  });

  it('what consoles make of a folder is left out, and a name that can’t move is said for what it is', async () => {
    const { site, server, transfer } = await createTransferBench();
    for (const key of ['a.txt', 'photos/', 'b//c.txt']) {
      server.seed('old-pictures', `blog/${key}`, Buffer.from(key.endsWith('/') ? '' : key));
    }
    server.seed('pictures', 'img/albums/', Buffer.from(''));
    expect(errorsOf(await transfer(['old', 'main']))).toEqual({ 'b//c.txt': 'KEY_INVALID' });
    const done = await transfer(['old', 'main', '--write']);
    expect(outcomeOf(done).totals).toMatchObject({ images: 2, stored: 1, failed: 1 });
    expect(outcomeOf(done).images.find(({ error }) => error)?.error?.message).toMatch(/--exclude/);
    expect(noteOf(done, 'folder-markers')).toMatch(/^1 object stands for a folder/);
    const compared = await transfer(['old', 'main', '--check', '--exclude', 'b/**']);
    expect([compared.code, outcomeOf(compared).totals.images]).toEqual([0, 1]);
    const checked = await site.run(['check', '--store', 'old', ...onLoopback], ossKeys);
    expect(checked.stdout).not.toContain('photos/');
  });

  it('two names of one place, and one pair of keys for two stores', async () => {
    const { site, at, transfer } = await createTransferBench();
    await site.write('from/a.png', 'a');
    await symlink(join(site.folder, 'from'), join(site.folder, 'alias'));
    for (const [from, to, code] of [
      ['file:from', 'file:alias', 'USAGE_INVALID'],
      ['file:alias', 'file:from/inner', 'USAGE_INVALID'],
      [at('pictures'), at('pictures/inner'), 'USAGE_INVALID'],
      [at('old-pictures'), at('pictures'), 'CREDENTIALS_AMBIGUOUS'],
    ] as const) {
      const result = await transfer([from, to]);
      expect([from, result.code, JSON.parse(result.stdout).stopped?.code]).toEqual([from, 2, code]);
    }
  });
});
