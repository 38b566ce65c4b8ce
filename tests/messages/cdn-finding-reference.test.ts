import { readFile } from 'node:fs/promises';
import { expect, it } from 'vitest';
import { cdnFindingReference } from '../../src/messages/cdn-finding-reference.js';

it.each([
  ['en', 'cdn-findings.md'],
  ['zh', 'cdn-findings.zh.md'],
] as const)('docs/%s is what the catalogue says: %s', async (lang, file) => {
  const page = await readFile(new URL(`../../docs/${file}`, import.meta.url), 'utf8');
  expect(page).toBe(cdnFindingReference(lang));
});
