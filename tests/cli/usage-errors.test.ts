import type { Command } from 'commander';
import { describe, expect, it } from 'vitest';
import { buildProgram } from '../../src/cli/program.js';
import type { Translate } from '../../src/messages/help-text.js';
import { inChinese } from '../../src/messages/help-text.js';

const allCommands = (command: Command): readonly Command[] => [command, ...command.commands.flatMap(allCommands)];

/** What a wrong command line is answered. */
async function answered(argv: readonly string[], translate?: Translate): Promise<string> {
  const said: string[] = [];
  const program = buildProgram(translate);
  for (const command of allCommands(program)) command.configureOutput({ writeErr: (text) => said.push(text) });
  await expect(program.parseAsync(argv, { from: 'user' })).rejects.toThrow();
  return said.join('');
}

const wrong = [
  ['foo'],
  ['migrat'],
  ['migrate', '--writ'],
  ['apply'],
  ['migrate', '--to'],
  ['relink', 'posts'],
  ['optimize', 'pics', '--quality', 'x'],
  ['serve', '--port', '70000'],
  ['runs', 'a', 'b'],
  ['apply', 'a', 'b'],
];

describe('a wrong command line', () => {
  it.each(wrong)('is answered in Chinese alone where Chinese is asked for: %s %s %s', async (...argv) => {
    const lines = (await answered(argv, inChinese)).trim().split('\n');
    expect(lines.filter((line) => !/\p{Script=Han}/u.test(line))).toEqual([]);
    expect(lines.join(' ')).not.toContain('error');
  });

  it('keeps every name', async () => {
    expect(await answered(['migrate', '--writ'], inChinese)).toContain(
      '没有这个选项：--writ\n（是否想输入 --write？）',
    );
    expect(await answered(['runs', 'a', 'b'], inChinese)).toContain('runs 的参数过多：应有 0 个，给出了 2 个。');
    expect(await answered(['optimize', 'p', '--quality', 'x'], inChinese)).toContain(
      '选项 --quality <n> 的值“x”无效。应为整数。',
    );
  });

  it('is answered in Commander’s own words in English', async () => {
    expect(await answered(['foo'])).toContain("error: unknown command 'foo'");
  });
});
