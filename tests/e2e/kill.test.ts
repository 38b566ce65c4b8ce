import { createHash } from 'node:crypto';
import { on } from 'node:events';
import { watch } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { OriginServer } from '../support/origin-server.js';
import { createRandom } from '../support/random.js';
import { runCli, startCli } from '../support/run-cli.js';
import { temporaryFolder } from '../support/temporary-folder.js';
import { addressOf, type BlogState, migration, readBlog, startImages, writeBlog } from './kill/blog.js';
import { recordedAsStored } from './kill/recorded-as-stored.js';

// `npm run torture -- --only kill-migrate --count 200 --seed N` sets both.
const count = Number(process.env.IMGFERRY_KILLS ?? 20);
const seed = Number(process.env.IMGFERRY_SEED ?? Date.now() % 1_000_000);

describe(`a migration killed at any instant (seed ${seed})`, { timeout: 240_000 }, () => {
  let origin: OriginServer;
  let before: BlogState;
  let undisturbed: BlogState;
  let duration: number;
  const struck: string[] = [];

  beforeAll(async () => {
    origin = await startImages();
    const folder = await mkdtemp(join(tmpdir(), 'imgferry-kill-'));
    await writeBlog(folder);
    before = await readBlog(folder);
    await runCli(migration(origin), { cwd: folder }); // draws the pictures, warms the caches
    await rm(folder, { recursive: true });
    await writeBlog(folder);
    const started = performance.now();
    expect(await runCli(migration(origin), { cwd: folder })).toMatchObject({ code: 0 });
    duration = performance.now() - started;
    undisturbed = await readBlog(folder);
    await rm(folder, { recursive: true });
  }, 240_000);

  afterAll(async () => {
    await origin?.close();
    console.log(`seed ${seed}, ${count} kills in runs of ${Math.round(duration)} ms: ${tally(struck)}`);
  });

  it('is one that does something when nobody kills it', () => {
    expect(undisturbed.store.size).toBe(100);
    expect([...undisturbed.posts.keys()]).toEqual([...before.posts.keys()]);
    for (const [file, bytes] of undisturbed.posts) expect(bytes).not.toEqual(before.posts.get(file));
  });

  const random = createRandom(seed);
  // A third of the kills falls anywhere, start-up included; the others wait for what matters most to begin.
  const aims = ['at any time', 'while objects arrive', 'while posts change'] as const;
  const instants = Array.from({ length: count }, (_, at) => ({
    number: at + 1,
    aim: aims[at % 3] ?? 'at any time',
    share: random(),
  }));

  it.each(instants)('leaves all whole, and a rerun does the rest: $number, killed $aim', async ({ aim, share }) => {
    const { folder, isKilled } = await killAt(aim, share);
    const killed = await readBlog(folder);
    struck.push(isKilled ? momentOf(killed) : 'after its end');
    expectWhole(killed);

    const stored = await recordedAsStored(join(folder, '.imgferry'));
    const asked = origin.requests.length;
    const rerun = await runCli(migration(origin), { cwd: folder });
    expect(rerun).toMatchObject({ code: 0 });
    const fetched = origin.requests.slice(asked).map(({ path }) => addressOf(path));
    expect(fetched.filter((address) => stored.has(address))).toEqual([]);
    expect(new Set(fetched).size).toBe(fetched.length);

    const final = await readBlog(folder);
    expect(final.posts).toEqual(undisturbed.posts);
    expect(final.store).toEqual(undisturbed.store);
    expectTidy(final.ownFolder);
  });

  it('was killed while it worked, mostly', () => {
    expect(struck.filter((moment) => moment !== 'after its end').length).toBeGreaterThanOrEqual(count * 0.7);
  });

  /** A run that ends before its instant, on a machine that is less busy by now, says how long a run takes; then again. */
  async function killAt(
    aim: (typeof instants)[number]['aim'],
    share: number,
  ): Promise<{ folder: string; isKilled: boolean }> {
    for (let attempt = 1; ; attempt += 1) {
      const folder = await temporaryFolder();
      await writeBlog(folder);
      const started = performance.now();
      const { child, result } = startCli(migration(origin), { cwd: folder });
      const instant = {
        'at any time': () => wait(share * duration),
        'while objects arrive': () => firstChange(folder, 'store').then(() => wait(share * duration * 0.6)),
        'while posts change': () => firstChange(join(folder, 'posts', '2024')).then(() => wait(share * editing)),
      }[aim]();
      await Promise.race([instant, result]);
      const elapsed = performance.now() - started;
      child.kill('SIGKILL');
      const isKilled = (await result).signal === 'SIGKILL';
      if (isKilled || attempt === 4) return { folder, isKilled };
      if (aim === 'at any time') duration = Math.min(duration, elapsed);
    }
  }

  /** Each post is as it was or as it will be; each object that has its name has its bytes. */
  function expectWhole({ posts, store }: BlogState): void {
    for (const [file, bytes] of before.posts) {
      const now = posts.get(file);
      expect([bytes, undisturbed.posts.get(file)].some((whole) => whole && now?.equals(whole))).toBe(true);
    }
    for (const [file, bytes] of store) {
      if (isTemporary(file)) continue;
      expect(undisturbed.store.get(file)?.equals(bytes)).toBe(true);
    }
  }

  function momentOf({ posts, store }: BlogState): string {
    const edited = [...posts].filter(([file, bytes]) => !before.posts.get(file)?.equals(bytes)).length;
    if (edited === undisturbed.posts.size) return 'with all posts edited';
    if (edited > 0) return 'between posts';
    return store.size === 0 ? 'before the first object' : 'between objects';
  }
});

/** Time in ms in which kills fall once posts begin to change. */
const editing = 60;

/** Resolves when something, or what has the name, is made or renamed in a folder. */
async function firstChange(folder: string, name?: string): Promise<void> {
  const watcher = watch(folder);
  for await (const [, changed] of on(watcher, 'change')) if (name === undefined || changed === name) break;
  watcher.close();
}

const isTemporary = (file: string): boolean => /(?:^|\/)\.[^/]*imgferry-/.test(file);

/** The program's own folder holds the ledger and whole contents, nothing half-written. */
function expectTidy(files: ReadonlyMap<string, Buffer>): void {
  for (const [file, bytes] of files) {
    const [, digest] = /^spool\/([0-9a-f]{64})$/.exec(file) ?? [];
    if (digest !== undefined) expect(createHash('sha256').update(bytes).digest('hex')).toBe(digest);
    else expect(file).toMatch(/^(?:\.gitignore|ledger\.db(?:-wal|-shm)?)$/);
  }
}

function tally(moments: readonly string[]): string {
  const counts = new Map<string, number>();
  for (const moment of moments) counts.set(moment, (counts.get(moment) ?? 0) + 1);
  return [...counts].map(([moment, times]) => `${times} ${moment}`).join(', ');
}
