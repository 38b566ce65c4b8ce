import { readFile } from 'node:fs/promises';
import type { Command } from 'commander';
import { describe, expect, it } from 'vitest';
import { buildProgram } from '../../../src/cli/program.js';
import { commandReference } from '../../../src/cli/reference/command-reference.js';
import { configurationReference } from '../../../src/cli/reference/configuration-reference.js';
import { configJsonSchema } from '../../../src/config/json-schema.js';
import { inChinese, keyInChinese } from '../../../src/messages/help-text.js';
import { configuration } from '../../../src/messages/zh/configuration.js';
import { auditFormats } from '../../../src/report/cdn/audit/render-audit.js';
import { checkFormats } from '../../../src/report/check/render-check.js';

const page = (name: string): Promise<string> => readFile(new URL(`../../../docs/${name}`, import.meta.url), 'utf8');

function allCommands(command: Command): readonly Command[] {
  return [command, ...command.commands.flatMap(allCommands)];
}

const commands = allCommands(buildProgram());
const runnable = commands.filter((command) => command.commands.length === 0);

/** Every key at any depth, with what is said of it. */
function keysOf(schema: unknown, path: readonly string[] = []): readonly { path: string; says: unknown }[] {
  if (typeof schema !== 'object' || schema === null) return [];
  if (Array.isArray(schema)) return schema.flatMap((one) => keysOf(one, path));
  const { properties = {}, additionalProperties, anyOf, items } = schema as Record<string, object>;
  const own = Object.entries(properties)
    .filter(([name]) => name !== '$schema')
    .flatMap(([name, value]) => [
      { path: [...path, name].join('.'), says: (value as { description?: unknown }).description },
      ...keysOf(value, [...path, name]),
    ]);
  return [...own, ...[additionalProperties, anyOf, items].flatMap((below) => keysOf(below, path))];
}

const keys = keysOf(configJsonSchema());

describe('the formats of a command', () => {
  const formatsOf = (name: string): unknown => {
    const command = runnable.find((one) => pathOf(one) === name);
    return command?.options.find(({ long }) => long === '--format');
  };

  it('stand in its help', () => {
    for (const { options } of runnable.filter((one) => one.name() !== 'help')) {
      const format = options.find(({ long }) => long === '--format');
      expect(format?.description).toBe(`format of the output: ${format?.argChoices?.join(' | ')}`);
    }
  });

  it.each([
    ['check', checkFormats],
    ['cdn audit', auditFormats],
    ['map', ['ndjson']],
    ['migrate', ['text', 'json']],
  ])('of %s are those that it writes, each once', (name, formats) => {
    expect(formatsOf(name)).toMatchObject({ argChoices: [...formats] });
  });
});

describe('the pages that the program writes of itself', () => {
  it.each([
    ['commands.md', commandReference('en')],
    ['commands.zh.md', commandReference('zh')],
    ['configuration.md', configurationReference('en')],
    ['configuration.zh.md', configurationReference('zh')],
  ])('docs/%s is current (scripts/generate-reference.mjs writes it)', async (name, text) => {
    expect(await page(name)).toBe(text);
  });

  it.each(['en', 'zh'] as const)('have every command with its options (%s)', (lang) => {
    const text = commandReference(lang);
    const common = text.slice(text.lastIndexOf('\n## '));
    const sections = text.split(/^### /m).slice(1);
    expect(sections).toHaveLength(runnable.length);
    for (const command of runnable) {
      const name = `imgferry ${pathOf(command)}`;
      const section = sections.find((one) => one.startsWith(`\`${name}\``) || one.startsWith(`\`${name} `));
      const missing = command.options.filter(({ flags }) => !`${section}${common}`.includes(`| \`${flags}\` |`));
      expect(
        missing.map(({ flags }) => flags),
        name,
      ).toEqual([]);
    }
  });

  it.each(['en', 'zh'] as const)('have every key of the configuration (%s)', (lang) => {
    const text = configurationReference(lang);
    for (const { path } of keys) expect(text, path).toContain(`| \`${path.split('.').at(-1)}\` |`);
  });
});

describe('what is said in help and references', () => {
  it('has a sentence for every key', () => {
    expect(keys.filter(({ says }) => typeof says !== 'string').map(({ path }) => path)).toEqual([]);
  });

  it('has its Chinese, and nothing else does', () => {
    const said = new Set(keys.map(({ says }) => String(says)));
    expect([...said].filter((english) => keyInChinese(english) === english)).toEqual([]);
    expect(Object.keys(configuration).filter((english) => !said.has(english))).toEqual([]);
    const options = commands.flatMap((command) => [
      command.description(),
      ...command.options.map((option) => option.description),
    ]);
    expect(options.filter((english) => inChinese(english) === english)).toEqual([]);
  });

  it.each(commands.map((command) => [pathOf(command)]))('is all Chinese where Chinese is asked for: %s', (path) => {
    const chinese = allCommands(buildProgram(inChinese)).find((command) => pathOf(command) === path);
    const text = chinese?.helpInformation() ?? '';
    expect(text).toContain('用法：');
    const rows = text.split('\n').filter((line) => /^ {2}-\S.* {2,}\S/.test(line));
    expect(rows.filter((row) => !/\p{Script=Han}/u.test(row))).toEqual([]);
  });
});

function pathOf(command: Command): string {
  return command.parent ? `${pathOf(command.parent)} ${command.name()}`.trim() : '';
}
