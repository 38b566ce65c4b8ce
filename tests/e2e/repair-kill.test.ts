import { on } from 'node:events';
import { watch } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { readTree, writeTree } from '../support/file-tree.js';
import { createTestSite } from '../support/migration.js';
import { buildPostWith } from '../support/posts.js';
import { createRandom } from '../support/random.js';
import { startCli } from '../support/run-cli.js';

const seed = Number(process.env.IMGFERRY_SEED ?? Date.now() % 1_000_000);
const kills = Math.ceil(Number(process.env.IMGFERRY_KILLS ?? 20) / 7); // beside those of migrations
const posts = 60;
/** Time in ms in which kills fall once posts begin to change. */
const editing = 80;

describe(`a repair killed while posts change (seed ${seed})`, { timeout: 120_000 }, () => {
  const random = createRandom(seed);

  it.each(Array.from({ length: kills }, random))(
    'leaves each post whole, and a rerun and undo do the rest: %f',
    async (share) => {
      const site = await createTestSite(
        {},
        {
          '/old.png': { redirectTo: '/new.png', status: 301 },
          '/new.png': { picture: { seed: 1, width: 60, height: 40 } },
        },
      );
      const folder = join(site.folder, 'posts');
      const address = `${site.origin.url}/old.png`;
      const body = Array.from({ length: 20 }, () => address);
      const files = Array.from(
        { length: posts },
        (_, at) => [`${at}.md`, buildPostWith(body, { title: `${at}` })] as const,
      );
      await writeTree(folder, Object.fromEntries(files));
      const before = await readTree(folder);
      const repaired = new Map(
        [...before].map(([file, bytes]) => [file, Buffer.from(bytes.toString().replaceAll('/old.png', '/new.png'))]),
      );
      const args = ['repair', 'posts', '--allow-host', '127.0.0.1', '--wayback', 'off', '--write'];

      const { child, result } = startCli(args, { cwd: site.folder });
      await Promise.race([firstChange(folder).then(() => wait(share * editing)), result]);
      child.kill('SIGKILL');
      await result;
      for (const [file, bytes] of await readTree(folder)) {
        if (isTemporary(file)) continue;
        const wholes = [before.get(file), repaired.get(file)];
        expect(wholes.some((whole) => whole?.equals(bytes))).toBe(true);
      }

      expect((await site.run(args)).code).toBe(0);
      expect(await readTree(folder)).toEqual(repaired);
      for (let runs = 0; runs < 2; runs += 1) await site.run(['undo']);
      expect(await readTree(folder)).toEqual(before);
    },
  );
});

async function firstChange(folder: string): Promise<void> {
  const watcher = watch(folder);
  for await (const _ of on(watcher, 'change')) break;
  watcher.close();
}

const isTemporary = (file: string): boolean => /(?:^|\/)\.[^/]*imgferry-/.test(file);
