import { expect } from 'vitest';
import type { ReadByGrammar } from './report-grammar.js';

/** Nothing but printable lines: no control character, and no character that turns text around. */
export const readText: ReadByGrammar = (text) => {
  expect(text.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\p{Bidi_Control}]/u);
  const addresses = text
    .split('\n')
    .filter((line) => /^ {4}\S/.test(line) || /^ {2}✓ /.test(line))
    .map((line) =>
      line
        .trim()
        .replace(/^✓ /, '')
        .replace(/ \[(?:known before|此前已知)\]$/, ''),
    );
  return { addresses };
};
