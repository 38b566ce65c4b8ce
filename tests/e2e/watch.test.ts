import { readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { readTree, writeTree } from '../support/file-tree.js';
import { photoJpeg } from '../support/images.js';
import { newBase } from '../support/migration.js';
import { type CliResult, runCli, startCli } from '../support/run-cli.js';
import { temporaryFolder } from '../support/temporary-folder.js';

interface Watching {
  readonly folder: string;
  readonly save: (file: string, content: string | Buffer) => Promise<void>;
  readonly textOf: (file: string) => Promise<string>;
  readonly said: () => string;
  readonly stop: () => Promise<CliResult>;
}

const stops: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const stop of stops.splice(0)) await stop();
});

async function watch(files: Readonly<Record<string, string | Buffer>>): Promise<Watching> {
  const folder = await temporaryFolder();
  await writeTree(folder, files);
  const { child, result } = startCli(['watch', 'posts', '--to', 'file:store', '--public-url', newBase], {
    cwd: folder,
  });
  let said = '';
  child.stdout?.on('data', (chunk) => {
    said += String(chunk);
  });
  child.stderr?.on('data', (chunk) => {
    said += String(chunk);
  });
  const stop = (): Promise<CliResult> => {
    child.kill('SIGINT');
    return result;
  };
  stops.push(stop);
  await expect.poll(() => said, { timeout: 60_000 }).toContain('Watching');
  return {
    folder,
    save: (file, content) => writeFile(join(folder, file), content),
    textOf: (file) => readFile(join(folder, file), 'utf8'),
    said: () => said,
    stop,
  };
}

const soon = { timeout: 60_000, interval: 100 };

describe('imgferry watch', { timeout: 180_000 }, () => {
  it('moves the local images of a post when it is saved, and nothing else', async () => {
    const other = '![old](a.jpg) of a post that nobody saves\n';
    const site = await watch({ 'posts/a.jpg': await photoJpeg({ seed: 1 }), 'posts/other.md': other });
    await site.save('posts/新 文章.md', '![a](a.jpg) ![far](https://far.example/b.png) `![code](a.jpg)`\n');
    await expect.poll(() => site.textOf('posts/新 文章.md'), soon).toContain(newBase);
    const text = await site.textOf('posts/新 文章.md');
    expect(text).toMatch(/^!\[a\]\(\S+\.jpg\) !\[far\]\(https:\/\/far\.example\/b\.png\) `!\[code\]\(a\.jpg\)`\n$/);
    expect(await site.textOf('posts/other.md')).toBe(other);
    expect([...(await readTree(join(site.folder, 'store'))).keys()]).toHaveLength(1);

    const { code } = await site.stop();
    expect(code).toBe(0);
    expect(site.said()).toContain(`posts/a.jpg → ${newBase}`);
    const undone = await runCli(['undo'], { cwd: site.folder });
    expect(undone.code).toBe(0);
    expect(await site.textOf('posts/新 文章.md')).toContain('![a](a.jpg)');
  });

  it('waits for an image that comes after its post, as editors save it: by a rename', async () => {
    const site = await watch({ 'posts/first.md': 'text\n' });
    await site.save('posts/later.md', '![b](pictures.jpg)\n');
    await expect.poll(site.said, soon).toContain('pictures.jpg');
    await site.save('posts/pictures.jpg.part', await photoJpeg({ seed: 2 }));
    await rename(join(site.folder, 'posts/pictures.jpg.part'), join(site.folder, 'posts/pictures.jpg'));
    await expect.poll(() => site.textOf('posts/later.md'), soon).toContain(newBase);
    expect((await site.stop()).code).toBe(0);
  });

  it('tells once what failed, though its own edit of the post is seen as a save', async () => {
    const site = await watch({ 'posts/a.jpg': await photoJpeg({ seed: 1 }), 'posts/first.md': 'text\n' });
    await site.save('posts/one.md', '![a](a.jpg) ![gone](gone.jpg)\n');
    await expect.poll(() => site.textOf('posts/one.md'), soon).toContain(newBase);
    await site.save('posts/two.md', '![a](a.jpg)\n');
    await expect.poll(() => site.textOf('posts/two.md'), soon).toContain(newBase);
    await site.stop();
    expect(site.said().split('gone.jpg')).toHaveLength(2);
  });

  it('says what is wrong before it watches', async () => {
    const cwd = await temporaryFolder();
    await writeTree(cwd, { 'posts/a.md': 'text\n' });
    const gone = await runCli(['watch', 'nowhere', '--to', 'file:store', '--public-url', newBase], { cwd });
    expect([gone.code, gone.stderr]).toEqual([2, expect.stringContaining('nowhere')]);
    const aimless = await runCli(['watch', 'posts'], { cwd });
    expect([aimless.code, aimless.stderr]).toEqual([2, expect.stringContaining('--to')]);
  });
});
