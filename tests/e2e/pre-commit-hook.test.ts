import { readFile } from 'node:fs/promises';
import { expect, it } from 'vitest';
import { parse } from 'yaml';
import { writeTree } from '../support/file-tree.js';
import { createTestSite } from '../support/migration.js';
import { git, makeRepository } from '../support/repository.js';

it('the hook for pre-commit sees the commit that removes an image which a post shows', async () => {
  const hooks: unknown = parse(await readFile(new URL('../../.pre-commit-hooks.yaml', import.meta.url), 'utf8'));
  expect(hooks).toEqual([
    expect.objectContaining({
      id: 'imgferry-check',
      name: expect.any(String),
      entry: expect.stringMatching(/^imgferry check /),
      language: 'node',
      pass_filenames: false,
      always_run: true,
    }),
  ]);
  const [, ...args] = String((hooks as [{ entry: string }])[0].entry).split(' ');
  const site = await createTestSite({ 'posts/a.md': '![](a.svg)\n', '.gitignore': '.imgferry/\n' });
  await writeTree(site.folder, { 'posts/a.svg': '<svg xmlns="http://www.w3.org/2000/svg" width="1" height="1"/>' });
  makeRepository(site.folder);
  expect((await site.run([...args, 'posts'])).code).toBe(0);
  git(site.folder, 'rm', '--quiet', 'posts/a.svg');
  const result = await site.run([...args, 'posts']);
  expect(result.code).toBe(1);
  expect(result.stdout).toContain('posts/a.md:1:5');
});
