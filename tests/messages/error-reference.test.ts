import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { errorCodes } from '../../src/core/errors.js';
import { errorReference } from '../../src/messages/error-reference.js';

describe('the pages of errors', () => {
  it.each([
    ['errors.md', 'en'],
    ['errors.zh.md', 'zh'],
  ] as const)('docs/%s is current (scripts/generate-error-docs.mjs writes it)', async (name, lang) => {
    const written = await readFile(new URL(`../../docs/${name}`, import.meta.url), 'utf8');
    expect(written).toBe(errorReference(lang));
  });

  it('name every code once', () => {
    const headings = [...errorReference('en').matchAll(/^### (\w+)$/gm)].map(([, code]) => code);
    expect(headings.sort()).toEqual([...errorCodes].sort());
  });
});
