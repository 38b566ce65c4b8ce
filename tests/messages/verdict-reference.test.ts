import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { levelOf, verdictReasons } from '../../src/core/verdict.js';
import { verdictReference } from '../../src/messages/verdict-reference.js';

describe('the pages of verdicts', () => {
  it.each([
    ['verdicts.md', 'en'],
    ['verdicts.zh.md', 'zh'],
  ] as const)('docs/%s is current (scripts/generate-error-docs.mjs writes it)', async (name, lang) => {
    const written = await readFile(new URL(`../../docs/${name}`, import.meta.url), 'utf8');
    expect(written).toBe(verdictReference(lang));
  });

  it.each(['en', 'zh'] as const)('have a row of four cells for each reason, with its level (%s)', (lang) => {
    const rows = verdictReference(lang)
      .split('\n')
      .filter((line) => line.startsWith('| `'));
    expect(rows.map((row) => /^\| `([\w-]+)` \| `(\w+)`[^|]* \| [^|]+ \| [^|]+ \|$/.exec(row)?.slice(1))).toEqual(
      verdictReasons.map((reason) => [reason, levelOf(reason)]),
    );
  });
});
