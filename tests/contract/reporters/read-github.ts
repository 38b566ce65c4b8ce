import { expect } from 'vitest';
import type { ReadByGrammar } from './report-grammar.js';

export interface WorkflowCommand {
  readonly name: string;
  readonly properties: Readonly<Record<string, string>>;
  readonly data: string;
}

/** What the runner's log shows, and what it does. */
export interface RunnerOutput {
  readonly commands: readonly WorkflowCommand[];
  readonly log: readonly string[];
}

const known = new Set([
  'error',
  'warning',
  'notice',
  'debug',
  'group',
  'endgroup',
  'add-mask',
  'set-output',
  'set-env',
]);

/**
 * Reads a step's output as the runner does (actions/runner, ActionCommandManager and ActionCommand.TryParseV2): a line
 * is a command if it starts with `::`, spaces aside, and its name is known; after `::stop-commands::TOKEN` only
 * `::TOKEN::` is.
 */
export function runnerOutput(text: string): RunnerOutput {
  const commands: WorkflowCommand[] = [];
  const log: string[] = [];
  let stopToken: string | undefined;
  for (const line of text.split(/\r\n|\n|\r/)) {
    const command = parseCommand(line);
    if (stopToken !== undefined) {
      if (command?.name === stopToken) stopToken = undefined;
      else log.push(line);
    } else if (command?.name === 'stop-commands') stopToken = command.data;
    else if (command && known.has(command.name)) commands.push(command);
    else if (line.includes('##[')) throw new Error(`a command of the first version: ${line}`);
    else log.push(line);
  }
  expect(stopToken).toBeUndefined();
  return { commands, log };
}

function parseCommand(line: string): WorkflowCommand | undefined {
  const text = line.trimStart();
  const end = text.startsWith('::') ? text.indexOf('::', 2) : -1;
  if (end < 0) return undefined;
  const head = text.slice(2, end);
  const space = head.indexOf(' ');
  const pairs =
    space < 0
      ? []
      : head
          .slice(space + 1)
          .trim()
          .split(',')
          .filter(Boolean);
  return {
    name: space < 0 ? head : head.slice(0, space),
    properties: Object.fromEntries(
      pairs.map((pair) => [pair.slice(0, pair.indexOf('=')), decode(pair.slice(pair.indexOf('=') + 1), true)]),
    ),
    data: decode(text.slice(end + 2), false),
  };
}

function decode(text: string, isProperty: boolean): string {
  const lines = text.replaceAll('%0D', '\r').replaceAll('%0A', '\n');
  return (isProperty ? lines.replaceAll('%3A', ':').replaceAll('%2C', ',') : lines).replaceAll('%25', '%');
}

/** Annotations with the properties that GitHub knows, ten of a level at most, and nothing outside the fence but them. */
export const readGithub: ReadByGrammar = (text) => {
  const { commands } = runnerOutput(text);
  expect(runnerOutput(text.slice(text.indexOf('\n::token-4f1c9a::'))).log).toEqual(['', '::token-4f1c9a::', '']);
  for (const level of ['error', 'warning']) {
    expect(commands.filter(({ name }) => name === level).length).toBeLessThanOrEqual(10);
  }
  for (const { name, properties } of commands) {
    expect(['error', 'warning']).toContain(name);
    expect(['file', 'line', 'col', 'title']).toEqual(expect.arrayContaining(Object.keys(properties)));
    if (properties.line !== undefined) expect(properties.line).toMatch(/^\d+$/);
  }
  return { addresses: commands.map(({ data }) => data.split('\n')[0]?.replace(/ ?[(（].*$/s, '') ?? '') };
};
