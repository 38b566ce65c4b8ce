import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Command } from 'commander';
import { globSync } from 'tinyglobby';
import { describe, expect, it } from 'vitest';
import { buildProgram } from '../../src/cli/program.js';
import { loadConfig } from '../../src/config/load-config.js';
import { commandsIn, root } from '../support/documented-commands.js';
import { writeTree } from '../support/file-tree.js';
import { temporaryFolder } from '../support/temporary-folder.js';

const pages = globSync(['README*.md', 'CONTRIBUTING.md', 'docs/**/*.md'], { cwd: root }).sort();
const recipes = globSync('docs/recipes/*.md', { cwd: root }).filter((page) => !page.includes('README'));

/** Parses without doing anything. */
function parse(words: readonly string[]): void {
  const program = buildProgram();
  const disarm = (command: Command): void => {
    command.configureOutput({ writeErr: () => undefined, writeOut: () => undefined });
    if (command.commands.length === 0) command.action(() => undefined);
    for (const one of command.commands) disarm(one);
  };
  disarm(program);
  program.parse([...(words.length === 0 ? ['overview'] : words)], { from: 'user' });
}

describe('the commands of the pages', () => {
  it.each(pages)('are ones that the program takes: %s', async (page) => {
    for (const words of await commandsIn(page)) {
      expect(() => parse(words), `imgferry ${words.join(' ')}`).not.toThrow();
    }
  });

  it('would be noticed where one is not', () => {
    expect(() => parse(['migrate', 'posts', '--writes'])).toThrow();
    expect(() => parse(['migrates'])).toThrow();
  });
});

describe('the recipes', () => {
  const english = recipes.filter((page) => !page.endsWith('.zh.md'));

  it.each(english)('%s has the same commands in Chinese', async (page) => {
    expect(await commandsIn(page.replace(/\.md$/, '.zh.md'))).toEqual(await commandsIn(page));
    expect((await commandsIn(page)).length).toBeGreaterThan(2);
  });

  it.each(recipes)('%s has a configuration that can be used', async (page) => {
    const text = await readFile(join(root, page), 'utf8');
    const [, config = ''] = /^```yaml\n(.*?)^```/ms.exec(text) ?? [];
    const cwd = await temporaryFolder();
    await writeTree(cwd, { 'imgferry.config.yaml': config });
    const { given } = await loadConfig({ cwd, env: { home: cwd } });
    expect(given).toMatchObject({ to: 'main', stores: { main: {} } });
  });
});
