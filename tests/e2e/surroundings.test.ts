import { beforeEach, describe, expect, it } from 'vitest';
import { writeTree } from '../support/file-tree.js';
import { runCli } from '../support/run-cli.js';
import { temporaryFolder } from '../support/temporary-folder.js';
import { openTerminal } from '../support/terminal.js';

const colour = '\u001b[';

let cwd: string;

beforeEach(async () => {
  cwd = await temporaryFolder();
  const images = ['https://a-host-of-long-name.example.com/a.png', '/images/a-file-that-is-missing.png'];
  await writeTree(cwd, { 'posts/a-post.md': images.map((image) => `![](${image})\n\n`).join('') });
});

const coloured = async (args: readonly string[], env: Readonly<Record<string, string>>): Promise<boolean> =>
  (await runCli(args, { cwd, env })).stdout.includes(colour);

describe('colours', () => {
  it.each([
    ['none in a pipe', [], {}, false],
    ['FORCE_COLOR', [], { FORCE_COLOR: '1' }, true],
    ['NO_COLOR before FORCE_COLOR', [], { FORCE_COLOR: '1', NO_COLOR: '1' }, false],
    ['--no-color before FORCE_COLOR', ['overview', '--no-color'], { FORCE_COLOR: '1' }, false],
  ] as const)('%s', async (_, args, env, expected) => {
    expect(await coloured(args, env)).toBe(expected);
  });

  it.each([
    ['are there in a terminal', {}, true],
    ['are not with NO_COLOR', { NO_COLOR: '1' }, false],
    ['are not where the terminal knows none', { TERM: 'dumb' }, false],
  ])('%s', async (_, env, expected) => {
    const terminal = openTerminal([], { cwd, env });
    expect(await terminal.ended()).toBe(0);
    expect(terminal.screen({ styled: true }).includes(colour)).toBe(expected);
  });
});

describe('the language', () => {
  it.each([
    ['a locale that is not there', { LANG: 'xx_YY.UTF-8' }, '1 post'],
    ['C', { LC_ALL: 'C' }, '1 post'],
    ['another encoding of Chinese', { LANG: 'zh_CN.GB18030' }, '1 篇文章'],
    ['LC_ALL before LANG', { LANG: 'zh_CN.UTF-8', LC_ALL: 'en_US.UTF-8' }, '1 post'],
  ])('is there by %s', async (_, env, said) => {
    const { code, stderr, stdout } = await runCli([], { cwd, env });
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toContain(said);
  });
});

describe('a terminal of 40 columns', () => {
  it.each([
    ['en', 'Next', 'files that are missing (1)'],
    ['zh', '接下来', '缺失的文件（1）'],
  ])('has every line of the overview at its place (%s)', async (lang, next, missing) => {
    const terminal = openTerminal(['--lang', lang], { cwd, columns: 40 });
    expect(await terminal.ended()).toBe(0);
    const [facts = ''] = terminal.screen().split(next); // commands stay whole, for copying
    const atTheEdge = facts.split('\n').filter((line) => /^\S/.test(line));
    expect(atTheEdge).toEqual(['imgferry', missing]); // all else is indented: what the terminal breaks is not
  });
});
