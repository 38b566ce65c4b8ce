import { type FSWatcher, watch } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { listTree, writeTree } from '../support/file-tree.js';
import { createRandom } from '../support/random.js';
import { runCli, startCli } from '../support/run-cli.js';
import { temporaryFolder } from '../support/temporary-folder.js';
import { drawPictureFolder, foldersOf, namedInVain, readPictureFolder, type Tree } from './kill/picture-folder.js';

// `npm run torture -- --only kill-optimize --count 200 --seed N` sets both; 200 means 50 kills here, over 2,000 files.
const seed = Number(process.env.IMGFERRY_SEED ?? Date.now() % 1_000_000);
const kills = Math.ceil(Number(process.env.IMGFERRY_KILLS ?? 20) / 4);
const pictures = (kills < 20 ? 16 : 40) * kills;

// `pace`: how much is done between two kills, so that the last of them fall on the last files. More is needed where
// posts follow: they wait for all pictures, and old files go after that.
const ways = [
  { way: 'in place', args: ['--image-format', 'keep'], pace: 1.6 },
  { way: 'with other names, and posts that follow', args: ['--image-format', 'webp', '--posts', 'posts'], pace: 2.6 },
] as const;

describe.each(ways)(
  `an optimize $way, killed ${kills} times (seed ${seed})`,
  { timeout: 3_600_000 },
  ({ way, args, pace }) => {
    const optimize = ['optimize', 'pictures', ...args, '--effort', 'fast', '--write'];
    const random = createRandom(seed);
    let files: Readonly<Record<string, Buffer>>;
    let before: Tree;
    let undisturbed: Tree;
    let duration: number;

    beforeAll(async () => {
      files = await drawPictureFolder(pictures);
      const folder = await mkdtemp(join(tmpdir(), 'imgferry-kill-'));
      await writeTree(folder, files);
      before = await readPictureFolder(folder);
      const started = performance.now();
      expect(await runCli(optimize, { cwd: folder })).toMatchObject({ code: 0 });
      duration = performance.now() - started;
      undisturbed = await readPictureFolder(folder);
      await rm(folder, { recursive: true });
    }, 3_600_000);

    it('is one that does something when nobody kills it', () => {
      expect(changesBetween(before, undisturbed)).toBeGreaterThan(pictures / 2);
      expect(namedInVain(undisturbed)).toEqual([]);
    });

    it('leaves all whole each time, is done by the run that nobody kills, and undone to the byte, killed there too', async () => {
      const folder = await temporaryFolder();
      await writeTree(folder, files);
      const atOnce = (pace * changesBetween(before, undisturbed)) / kills;
      let struck = 0;
      for (let kill = 0; kill < kills; kill += 1) {
        const isAnywhere = kill % 4 === 3;
        const isKilled = isAnywhere
          ? await killAt(folder, optimize, () => wait((random() * 2 * duration) / kills))
          : await killAt(folder, optimize, () => changesIn(folder, Math.floor(random() * atOnce)));
        if (isKilled) struck += 1;
        expectWhole(await readPictureFolder(folder));
      }
      const killed = await readPictureFolder(folder);
      expect(await runCli(optimize, { cwd: folder })).toMatchObject({ code: 0 });
      expect(await readPictureFolder(folder)).toEqual(undisturbed);
      await expectTidy(folder);

      let undone = 0;
      for (let code: number | undefined = 0; code !== 2; undone += 1) {
        if (undone % 2 === 0) await killAt(folder, ['undo'], () => changesIn(folder, Math.floor(random() * atOnce)));
        expectWhole(await readPictureFolder(folder));
        ({ code } = await runCli(['undo'], { cwd: folder }));
        expectWhole(await readPictureFolder(folder));
        expect(code).not.toBe(1);
      }
      expect(await readPictureFolder(folder)).toEqual(before);
      await expectTidy(folder);
      expect(await listTree(join(folder, '.imgferry/originals'))).toEqual([]);
      const left = changesBetween(killed, undisturbed);
      const took = `${pictures} pictures, ${Math.round(duration)} ms undisturbed`;
      console.log(`seed ${seed}, ${way}, ${took}: ${struck} of ${kills} kills struck, ${left} changes left after them`);
      expect(struck).toBeGreaterThanOrEqual(kills * 0.5);
    });

    /** Each file is as it was or as it will be, each picture is there under one of its names, and so is what posts name. */
    function expectWhole(tree: Tree): void {
      for (const [path, bytes] of tree) {
        if (isTemporary(path)) continue;
        const wholes = [before.get(path), undisturbed.get(path)];
        expect(
          wholes.some((whole) => whole?.equals(bytes)),
          path,
        ).toBe(true);
      }
      const gone = [...before.keys()].filter((path) => !tree.has(path) && !tree.has(path.replace(/\.\w+$/, '.webp')));
      expect(gone).toEqual([]);
      expect(namedInVain(tree)).toEqual([]);
    }

    async function killAt(
      folder: string,
      command: readonly string[],
      instant: () => Promise<unknown>,
    ): Promise<boolean> {
      const moment = instant();
      const { child, result } = startCli(command, { cwd: folder });
      await Promise.race([moment.then(() => wait(random() * 5)), result]);
      child.kill('SIGKILL');
      return (await result).signal === 'SIGKILL';
    }

    /** Resolves when so many files got other bytes or another name. */
    async function changesIn(folder: string, count: number): Promise<void> {
      const watchers: FSWatcher[] = [];
      onTestFinished(() => close(watchers));
      await new Promise<void>((resolve) => {
        let seen = 0;
        const see = (event: string, name: string | null): void => {
          if (event !== 'rename' || name === null || isTemporary(name)) return;
          seen += 1;
          if (seen >= count) resolve();
        };
        for (const path of foldersOf(before.keys())) watchers.push(watch(join(folder, path), see));
      });
      close(watchers);
    }
  },
);

function close(watchers: readonly FSWatcher[]): void {
  for (const watcher of watchers) watcher.close();
}

const isTemporary = (file: string): boolean => /(?:^|\/)\.[^/]*imgferry-/.test(file);

/** Files that are not the same in both. */
const changesBetween = (one: Tree, other: Tree): number =>
  [...new Set([...one.keys(), ...other.keys()])].filter((path) => {
    const bytes = one.get(path);
    return !bytes || !other.get(path)?.equals(bytes);
  }).length;

/** The program's own folder holds the ledger, contents by their digests and originals, nothing half-written. */
async function expectTidy(folder: string): Promise<void> {
  const own = /^(?:\.gitignore|ledger\.db(?:-wal|-shm)?|spool\/[0-9a-f]{64}|originals\/.*)$/;
  const files = await listTree(join(folder, '.imgferry'));
  expect(files.filter((file) => !own.test(file) || isTemporary(file))).toEqual([]);
}
