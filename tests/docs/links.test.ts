import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { globSync } from 'tinyglobby';
import { describe, expect, it } from 'vitest';
import { root } from '../support/documented-commands.js';

const pages = globSync(['*.md', 'docs/**/*.md'], { cwd: root }).sort();

/** Where a page's links lead, without those to other hosts. */
async function linksIn(page: string): Promise<readonly string[]> {
  const text = (await readFile(join(root, page), 'utf8'))
    .replace(/^```.*?^```/gms, '')
    .replace(/(?<!`)(`+)(?!`)[^\n]*?(?<!`)\1(?!`)/g, '');
  return [...text.matchAll(/\]\(([^()\s]+)\)/g)].map(([, link = '']) => link).filter((link) => !/^[a-z]+:/.test(link));
}

/** Ids of a page's headings, as GitHub makes them. */
async function headingsOf(page: string): Promise<ReadonlySet<string>> {
  const text = (await readFile(join(root, page), 'utf8')).replace(/^```.*?^```/gms, '');
  const titles = [...text.matchAll(/^#+ (.+)$/gm)].map(([, title = '']) => title);
  return new Set(
    titles.map((title) =>
      title
        .toLowerCase()
        .replace(/[^\p{L}\p{N}\s_-]/gu, '')
        .trim()
        .replaceAll(' ', '-'),
    ),
  );
}

describe('the links of the pages', () => {
  it.each(pages)('lead to something: %s', async (page) => {
    for (const link of await linksIn(page)) {
      const [path = '', heading] = link.split('#');
      const target = path === '' ? page : join(dirname(page), decodeURI(path));
      expect(existsSync(join(root, target)), link).toBe(true);
      if (heading !== undefined && target.endsWith('.md')) expect(await headingsOf(target), link).toContain(heading);
    }
  });

  it.each(pages.filter((page) => page.endsWith('.zh.md')))('%s is the Chinese of a page', (page) => {
    expect(existsSync(join(root, page.replace('.zh.md', '.md')))).toBe(true);
  });
});
