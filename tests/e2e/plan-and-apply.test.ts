import { execFileSync } from 'node:child_process';
import { appendFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { listTree } from '../support/file-tree.js';
import { createTestSite, oldBase, outcomeOf, type TestSite } from '../support/migration.js';

let site: TestSite;
const texts = {
  'posts/a.md': `# 甲\r\n\r\n![a](${oldBase}a.png "标题")\r\n`,
  'posts/b.md': `# 乙\n\n![b](<${oldBase}b.png>)\n`,
};

beforeEach(async () => {
  site = await createTestSite(texts, { '/a.png': { picture: { seed: 1 } }, '/b.png': { picture: { seed: 2 } } });
});

describe('migrate without --write', () => {
  it('does not say that everything is in place where an image is missing', async () => {
    await writeFile(join(site.folder, 'posts/a.md'), '![a](missing.png)\n');
    await writeFile(join(site.folder, 'posts/b.md'), '# 乙\n');
    const { images, notes } = outcomeOf(await site.migrate(['--write', '--format', 'json']));
    expect(images.map(({ error }) => error?.code)).toEqual(['FILE_MISSING']);
    expect(notes).toEqual([]);
  });

  it('asks no one and writes nothing', async () => {
    const result = await site.migrate();
    expect(result.code).toBe(0);
    expect(site.origin.count()).toBe(0);
    expect(await listTree(site.folder)).toEqual(Object.keys(texts));
    expect(result.stdout).toContain('{digest:2}/{digest:32}.{ext}');
  });
});

describe('migrate --diff', () => {
  it('prints a patch that git applies, with the addresses that a real run gives', async () => {
    const { stdout: patch, code } = await site.migrate(['--diff']);
    expect(code).toBe(0);
    expect(await listTree(join(site.folder, 'store'))).toEqual([]);
    expect(await site.read('posts/a.md')).toBe(texts['posts/a.md']);
    execFileSync('git', ['apply', '--whitespace=nowarn'], { cwd: site.folder, input: patch });
    const patched = [await site.read('posts/a.md'), await site.read('posts/b.md')];
    await Promise.all(Object.entries(texts).map(([path, text]) => writeFile(join(site.folder, path), text)));
    await site.migrate(['--write']);
    expect([await site.read('posts/a.md'), await site.read('posts/b.md')]).toEqual(patched);
    expect(site.origin.count()).toBe(2); // what was prepared is not fetched again
  });
});

describe('migrate --plan', () => {
  it('makes the folder of the plan, and refuses a place for it before it fetches anything', async () => {
    await writeFile(join(site.folder, 'file'), '');
    const refused = await site.migrate(['--plan', 'file/plan.json']);
    expect(refused).toMatchObject({ code: 2, stderr: expect.stringContaining('file/plan.json') });
    expect(refused.stderr).not.toContain('--to');
    expect(site.origin.count()).toBe(0);
    expect((await site.migrate(['--plan', 'plans/new/plan.json'])).code).toBe(0);
    expect(await listTree(join(site.folder, 'plans'))).toEqual(['new/plan.json']);
  });

  it.each([['--plan', 'plan.json'], ['--diff']])(
    'refuses %s beside --write, which would leave it out',
    async (...args) => {
      expect(await site.migrate([...args, '--write'])).toMatchObject({
        code: 2,
        stderr: expect.stringContaining(`${args[0]} | --write`),
      });
      expect(await listTree(site.folder)).toEqual(Object.keys(texts));
    },
  );
});

describe('apply', () => {
  it('names what is left behind in posts of which no link changes', async () => {
    await writeFile(join(site.folder, 'posts/c.md'), `![c](${oldBase}gone.png)\n`);
    expect((await site.migrate(['--plan', 'plan.json'])).code).toBe(1);
    const applied = outcomeOf(await site.run(['apply', 'plan.json', '--allow-host', '127.0.0.1', '--format', 'json']));
    expect(applied.leftBehind).toEqual([
      { file: 'posts/c.md', line: 1, column: 6, url: `${oldBase}gone.png`, reason: 'failed' },
    ]);
  });

  it('has nothing to do where it carried the plan out before', async () => {
    expect((await site.migrate(['--plan', 'plan.json'])).code).toBe(0);
    const apply = () => site.run(['apply', 'plan.json', '--allow-host', '127.0.0.1', '--format', 'json']);
    expect((await apply()).code).toBe(0);
    const applied = await site.read('posts/a.md');
    const again = await apply();
    expect(again.code).toBe(0);
    expect(outcomeOf(again).posts.filter(({ edits }) => edits > 0)).toEqual([]);
    expect(await site.read('posts/a.md')).toBe(applied);
  });

  it('carries a saved plan out, and refuses only the post that changed since', async () => {
    expect((await site.migrate(['--plan', 'plan.json'])).code).toBe(0);
    expect(await listTree(join(site.folder, 'store'))).toEqual([]);
    await appendFile(join(site.folder, 'posts/a.md'), '后来写的\r\n');
    const result = await site.run(['apply', 'plan.json', '--allow-host', '127.0.0.1', '--format', 'json']);
    expect(result.code).toBe(1);
    const outcome = outcomeOf(result);
    expect(outcome.images.map(({ state }) => state)).toEqual(['stored', 'stored']);
    expect(outcome.posts).toEqual([
      expect.objectContaining({
        file: 'posts/a.md',
        edits: 0,
        error: expect.objectContaining({ code: 'DOCUMENT_CHANGED' }),
      }),
      expect.objectContaining({ file: 'posts/b.md', edits: 1 }),
    ]);
    expect(await site.read('posts/a.md')).toBe(`${texts['posts/a.md']}后来写的\r\n`);
    expect(await site.read('posts/b.md')).not.toContain(oldBase);
    expect(site.origin.count()).toBe(2);
  });

  it.each([
    ['no JSON', 'not a plan', 'PLAN_INVALID'],
    ['another JSON', '{"version":9}', 'PLAN_INVALID'],
  ])('refuses %s with a clear error', async (_, content) => {
    await writeFile(join(site.folder, 'plan.json'), content);
    const result = await site.run(['apply', 'plan.json']);
    expect(result.code).toBe(2);
    expect(result.stderr).toMatch(/plan/i);
    expect(result.stderr).not.toMatch(/\n\s+at /);
  });
});
