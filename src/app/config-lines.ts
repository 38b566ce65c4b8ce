import { readFile } from 'node:fs/promises';
import { relative, sep } from 'node:path';
import type { Note } from '../core/outcome.js';
import type { RemapRule } from '../fetch/remap.js';
import type { UseCaseContext } from './context.js';

/** The lines of the configuration that still name an address which links left: what its owner should change next. */
export async function findConfigLines(rules: readonly RemapRule[], context: UseCaseContext): Promise<Note[]> {
  const { configFile } = context;
  if (configFile === undefined) {
    return rules.map(({ from, to }) => ({ id: 'address-changed', facts: { from, to } }));
  }
  const lines = (await readFile(configFile, 'utf8')).split(/\r?\n/);
  const file = relative(context.cwd, configFile).split(sep).join('/');
  return rules.flatMap(({ from, to }) =>
    lines.flatMap((text, index): Note[] =>
      text.includes(withoutSlash(from))
        ? [{ id: 'config-line', facts: { file, line: index + 1, text: text.trim(), from, to } }]
        : [],
    ),
  );
}

const withoutSlash = (address: string): string => address.replace(/\/+$/, '');
