import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { chmod, mkdir, mkdtemp, readdir, readFile, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { Readable } from 'node:stream';
import { beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { asDigest, type Digest } from '../../src/core/digest.js';
import { openSpool } from '../../src/lib/spool.js';
import { asOrdinaryUser } from '../support/as-ordinary-user.js';

const signal = new AbortController().signal;
const roomy = { maxBytes: 1e9 };

let folder = '';
beforeEach(async () => {
  const parent = await mkdtemp(join(tmpdir(), 'imgferry-spool-'));
  folder = join(parent, 'spool');
  onTestFinished(() => rm(parent, { recursive: true, force: true }));
});

function digestOf(content: Buffer | string): Digest {
  const digest = asDigest(createHash('sha256').update(content).digest('hex'));
  if (!digest) throw new Error('no digest');
  return digest;
}

const piecesOf = (content: Buffer, size: number): Buffer[] =>
  Array.from({ length: Math.ceil(content.length / size) }, (_, at) => content.subarray(at * size, (at + 1) * size));

describe('receive', () => {
  it('gives what is short back in memory and writes nothing', async () => {
    const content = Buffer.alloc(2 ** 20 - 1, 'short');
    const received = await openSpool(folder, roomy).receive(Readable.from(piecesOf(content, 64 * 1024)), { signal });
    expect(received).toMatchObject({ digest: digestOf(content), size: content.length });
    expect('bytes' in received && received.bytes.equals(content)).toBe(true);
    expect(await readdir(folder)).toEqual([]);
  });

  it('keeps what is long under its digest', async () => {
    const content = Buffer.alloc(2 ** 20, 'long');
    const received = await openSpool(folder, roomy).receive(Readable.from(piecesOf(content, 64 * 1024)), { signal });
    expect(received).toEqual({
      digest: digestOf(content),
      size: content.length,
      path: join(folder, digestOf(content)),
    });
  });
});

describe('write', () => {
  it.each([
    ['empty', 0, 1],
    ['small', 1000, 100],
    ['just in memory', 2 ** 20 - 1, 64 * 1024],
    ['just on disk', 2 ** 20, 64 * 1024],
    ['large', 3_000_001, 64 * 1024],
    ['large in odd pieces', 1_000_003, 7919],
  ])('keeps %s content under its digest', async (_, size, piece) => {
    const content = Buffer.alloc(size, 'imgferry ');
    const spool = openSpool(folder, roomy);
    const file = await spool.write(Readable.from(piecesOf(content, piece)), { signal });
    expect(file).toEqual({ digest: digestOf(content), size, path: join(folder, digestOf(content)) });
    expect((await readFile(file.path)).equals(content)).toBe(true);
    expect(await readdir(folder)).toEqual([file.digest]);
    expect(await openSpool(folder, roomy).write(content, { signal })).toEqual(file);
  });

  it('of the same content at the same time gives one file', async () => {
    const spool = openSpool(folder, roomy);
    const content = Buffer.alloc(400_000, 'same');
    const files = await Promise.all(
      Array.from({ length: 8 }, () => spool.write(Readable.from(piecesOf(content, 50_000)), { signal })),
    );
    expect(new Set(files.map(({ path }) => path)).size).toBe(1);
    expect(await readdir(folder)).toEqual([digestOf(content)]);
  });

  it('stops at the limit, ends its source and leaves nothing', async () => {
    const spool = openSpool(folder, roomy);
    let given = 0;
    const endless = new Readable({
      read() {
        given += 64 * 1024;
        this.push(Buffer.alloc(64 * 1024));
      },
    });
    await expect(spool.write(endless, { limit: 1_000_000, signal })).rejects.toMatchObject({
      code: 'TOO_LARGE',
      facts: { expected: 1_000_000 },
    });
    expect(endless.destroyed).toBe(true);
    expect(given).toBeLessThan(1_500_000);
    expect(await readdir(folder)).toEqual([]);
  });

  it.each([10, 2_000_000])('that fails after %d bytes fails as its source does and leaves nothing', async (size) => {
    const spool = openSpool(folder, roomy);
    async function* failing(): AsyncGenerator<Buffer> {
      yield Buffer.alloc(size);
      throw new Error('gone');
    }
    await expect(spool.write(Readable.from(failing()), { signal })).rejects.toThrow('gone');
    expect(await readdir(folder)).toEqual([]);
  });

  it('of a source that fails before it is read ends no process', async () => {
    const source = new Readable({ read: () => undefined });
    const writing = openSpool(folder, roomy).write(source, { signal });
    source.destroy(new Error('gone at once'));
    await expect(writing).rejects.toThrow('gone at once');
  });

  it('ends its source when it cannot start', async () => {
    const source = new Readable({ read: () => undefined });
    await expect(openSpool(folder, roomy).write(source, { signal: AbortSignal.abort() })).rejects.toThrow();
    expect(source.destroyed).toBe(true);
  });

  it('ends with its signal', async () => {
    const spool = openSpool(folder, roomy);
    const controller = new AbortController();
    const waiting = new Readable({ read: () => undefined });
    const writing = spool.write(waiting, { signal: controller.signal });
    controller.abort(new Error('enough'));
    await expect(writing).rejects.toThrow('enough');
    expect(await readdir(folder).catch(() => [])).toEqual([]);
  });

  it('heals a file that a power cut left short', async () => {
    const spool = openSpool(folder, roomy);
    await mkdir(folder);
    await writeFile(join(folder, digestOf('whole')), 'wh');
    expect(spool.find(digestOf('whole'))).toBeUndefined();
    const { path } = await spool.write(Buffer.from('whole'), { signal });
    expect(await readFile(path, 'utf8')).toBe('whole');
  });

  it('says that the folder is none', async () => {
    await writeFile(folder, 'a file');
    await asOrdinaryUser(dirname(folder), async () => {
      const writing = openSpool(folder, roomy).write(Buffer.from('x'), { signal });
      await expect(writing).rejects.toMatchObject({ code: 'FOLDER_NOT_WRITABLE', facts: { path: folder } });
    });
  });

  it('says that the folder is not writable', async () => {
    await mkdir(folder);
    await chmod(folder, 0o500);
    await asOrdinaryUser(dirname(folder), async () => {
      const writing = openSpool(folder, roomy).write(Buffer.from('x'), { signal });
      await expect(writing).rejects.toMatchObject({ code: 'FOLDER_NOT_WRITABLE', facts: { path: folder } });
    });
  });
});

describe('on a full disk', () => {
  const mount = (...parameters: string[]): boolean => spawnSync('mount', parameters).status === 0;

  it('write is DISK_FULL and leaves nothing', async ({ skip }) => {
    await mkdir(folder);
    if (!mount('-t', 'tmpfs', '-o', 'size=1m', 'tmpfs', folder)) return skip('mounting needs root');
    onTestFinished(() => void spawnSync('umount', [folder]));
    const spool = openSpool(folder, roomy);
    for (const size of [200_000, 2_000_000]) {
      const contents = Array.from({ length: 8 }, (_, at) => Buffer.alloc(size, at + 1));
      const results = await Promise.allSettled(contents.map((content) => spool.write(content, { signal })));
      const failures = results.flatMap((result) => (result.status === 'rejected' ? [result.reason] : []));
      expect(failures.length).toBeGreaterThan(0);
      for (const failure of failures) expect(failure).toMatchObject({ code: 'DISK_FULL', facts: { path: folder } });
    }
    expect((await readdir(folder)).filter((name) => asDigest(name) === undefined)).toEqual([]);
  });
});

describe('find', () => {
  it('gives what an earlier run wrote, and nothing else', async () => {
    const { digest, path } = await openSpool(folder, roomy).write(Buffer.from('x'), { signal });
    const spool = openSpool(folder, roomy);
    expect(spool.find(digest)).toBe(path);
    expect(spool.find(digestOf('y'))).toBeUndefined();
    expect(openSpool(join(folder, 'absent'), roomy).find(digest)).toBeUndefined();
  });

  it('does not believe a file whose bytes are others', async () => {
    await mkdir(folder);
    await writeFile(join(folder, digestOf('x')), 'y');
    expect(openSpool(folder, roomy).find(digestOf('x'))).toBeUndefined();
  });
});

describe('release', () => {
  it('removes the file with its last holder, unless that one keeps it', async () => {
    const spool = openSpool(folder, roomy);
    const { digest } = await spool.write(Buffer.from('x'), { signal });
    await spool.write(Buffer.from('x'), { signal });
    spool.find(digest);
    spool.release(digest, { keep: false });
    spool.release(digest, { keep: false });
    expect(await readdir(folder)).toEqual([digest]);
    spool.release(digest, { keep: true });
    expect(await readdir(folder)).toEqual([digest]);
    expect(spool.find(digest)).toBeDefined();
    spool.release(digest, { keep: false });
    expect(await readdir(folder)).toEqual([]);
    expect(spool.find(digest)).toBeUndefined();
  });

  it('is not needed for remove, which is idempotent', async () => {
    const spool = openSpool(folder, roomy);
    const { digest } = await spool.write(Buffer.from('x'), { signal });
    spool.remove(digest);
    spool.remove(digest);
    expect(await readdir(folder)).toEqual([]);
  });
});

describe('sweep', () => {
  it('removes what dead runs left half-written and nothing of living ones', async () => {
    const dead = spawn(process.execPath, ['-e', '0']);
    await once(dead, 'exit');
    await mkdir(folder);
    const reused = join(folder, `part-${process.pid}-aaaa-0`);
    const living = [`part-${process.ppid}-bbbb-0`, `part-${process.pid}-cccc-0`];
    for (const name of [...living, `part-${dead.pid}-dddd-0`, 'notes.txt']) await writeFile(join(folder, name), 'x');
    await writeFile(reused, 'x');
    const longAgo = new Date(Date.now() - process.uptime() * 1000 - 60_000);
    await utimes(reused, longAgo, longAgo);
    expect(await openSpool(folder, roomy).sweep()).toEqual({ temporaries: 2, evicted: 0 });
    expect((await readdir(folder)).sort()).toEqual(['notes.txt', ...living].sort());
  });

  it('removes the oldest contents over its size, and none that this run uses', async () => {
    const earlier = openSpool(folder, roomy);
    const digests: Digest[] = [];
    for (let age = 5; age > 0; age--) {
      const { digest, path } = await earlier.write(Buffer.alloc(1000, String(age)), { signal });
      const at = new Date(Date.now() - age * 60_000);
      await utimes(path, at, at);
      digests.push(digest);
    }
    const [oldest, , , , newest] = digests;
    const spool = openSpool(folder, { maxBytes: 2500 });
    if (oldest) spool.find(oldest);
    expect(await spool.sweep()).toEqual({ temporaries: 0, evicted: 3 });
    expect((await readdir(folder)).sort()).toEqual([oldest, newest].sort());
  });

  it('has nothing to do where there is no folder', async () => {
    expect(await openSpool(folder, roomy).sweep()).toEqual({ temporaries: 0, evicted: 0 });
    await expect(stat(folder)).rejects.toThrow('ENOENT');
  });
});
