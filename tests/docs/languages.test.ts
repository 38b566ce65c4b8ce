import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { root } from '../support/documented-commands.js';

const folders = ['', 'docs/', 'docs/recipes/'];
const pages = folders.flatMap((folder) =>
  readdirSync(root + folder)
    .filter((name) => name.endsWith('.md'))
    .map((name) => folder + name),
);
const isChinese = (page: string): boolean => page.endsWith('.zh.md');
const english = pages.filter((page) => !isChinese(page));

/** For those who build on the program, or look something up in a table. */
const inEnglishAlone = [
  'CHANGELOG.md',
  'CONTRIBUTING.md',
  'SECURITY.md',
  'docs/buckets.md',
  'docs/cdn.md',
  'docs/compared.md',
  'docs/dependencies.md',
  'docs/library.md',
  'docs/new-driver.md',
  'docs/performance.md',
  'docs/references.md',
  'docs/reliability.md',
  'docs/stores.md',
];

/** By hand, in both languages. */
const written = ['docs/promises.md', 'docs/report.md', 'docs/review.md', 'docs/walks.md'];

const chineseOf = (page: string): string => page.replace(/\.md$/, '.zh.md');
const read = (page: string): string => readFileSync(root + page, 'utf8');
const nameOf = (page: string): string => page.replace(/^.*\//, '');

describe('pages in two languages', () => {
  it('are all but those for builders', () => {
    const missing = english.filter((page) => !inEnglishAlone.includes(page) && !pages.includes(chineseOf(page)));
    expect(missing).toEqual([]);
    expect(inEnglishAlone.filter((page) => pages.includes(chineseOf(page)))).toEqual([]);
  });

  it.each([...written, 'README.md', ...english.filter((page) => page.startsWith('docs/recipes/'))])(
    '%s and its Chinese page lead to each other',
    (page) => {
      expect(read(chineseOf(page)).includes(`[English](${nameOf(page)})`)).toBe(true);
      expect(read(page).includes(`[中文](${nameOf(chineseOf(page))})`)).toBe(true);
    },
  );

  it.each(written)('%s has the same parts in both', (page) => {
    const partsOf = (text: string) => ({
      headings: text.match(/^#+ /gm),
      tests: text.match(/tests\/[\w./-]+/g),
      rows: text.match(/^\|/gm)?.length,
    });
    expect(partsOf(read(chineseOf(page)))).toEqual(partsOf(read(page)));
  });
});
