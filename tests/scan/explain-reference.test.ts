import { describe, expect, it } from 'vitest';
import type { LineExplanation } from '../../src/core/explanation.js';
import { createExplainer } from '../../src/scan/explain-reference.js';
import { createFileLookup } from '../../src/scan/resolve/file-lookup.js';
import { plainSite } from '../../src/scan/resolve/generators/plain.js';
import type { Generator } from '../../src/scan/resolve/site.js';

const site = plainSite('/site', createFileLookup());

function explain(text: string, line: number, options: { generator?: Generator; name?: string } = {}): LineExplanation {
  const { generator, name = 'a.md' } = options;
  const place = { document: name, path: `/site/${name}`, site: { ...site, generator } };
  return createExplainer(text, place).explainLine(line);
}

describe('createExplainer', () => {
  it('names what is found on the line, and by which rule it is resolved', () => {
    const { references, lookalikes } = explain('x\n\n![a](a.png) <img src="https://h/b.png">', 3);
    expect(references.map(({ reference, resolution }) => [reference.raw, reference.syntax, resolution])).toEqual([
      ['a.png', 'inline', 'beside-post'],
      ['https://h/b.png', 'html-src', 'remote'],
    ]);
    expect(lookalikes).toEqual([]);
  });

  it('tells where a local file was looked for, by which rules', () => {
    const [found] = explain('---\ntypora-root-url: ../img\n---\n![a](/a%20b.png)', 4).references;
    expect(found?.candidates.map(({ path, rule }) => [rule, path])).toEqual([
      ['site-root', '/site/a b.png'],
      ['static-folder', '/site/static/a b.png'],
      ['public-folder', '/site/public/a b.png'],
      ['source-folder', '/site/source/a b.png'],
      ['typora-root-url', '/img/a b.png'],
      ['site-root', '/site/a%20b.png'],
      ['static-folder', '/site/static/a%20b.png'],
      ['public-folder', '/site/public/a%20b.png'],
      ['source-folder', '/site/source/a%20b.png'],
      ['typora-root-url', '/img/a%20b.png'],
    ]);
  });

  it('tells which part of a destination stands on the line', () => {
    const text = '<img srcset="\n  a.png 1x">\n![b](b.png)';
    expect(explain(text, 2).references[0]).toMatchObject({ part: { column: 3, length: 5 } });
    expect(explain(text, 3)).toMatchObject({ text: '![b](b.png)', references: [{ part: { column: 6, length: 5 } }] });
  });

  it('tells all images of a document, and on which lines others only look like one', () => {
    const text = '![a](a.png)\n\n`![b](b.png)` x\n\n![c](c.png) ![d](d.png)\n';
    const explainer = createExplainer(text, { document: 'a.md', path: '/site/a.md', site });
    const lines = explainer.explainImages();
    expect(lines.map(({ line, references }) => [line, references.length])).toEqual([
      [1, 1],
      [5, 2],
    ]);
    expect(explainer.linesWithLookalikes()).toEqual([3]);
    expect(explainer.lines).toBe(6);
  });

  it('answers for a line of many openers at once', () => {
    const before = process.cpuUsage();
    const explainer = createExplainer('!['.repeat(200_000), { document: 'a.md', path: '/site/a.md', site });
    expect(explainer.linesWithLookalikes()).toEqual([]);
    expect(process.cpuUsage(before).user).toBeLessThan(10_000_000);
  });

  it.each<[string, string, number, string, { generator?: Generator; name?: string }?]>([
    ['a fence', '```\n![a](a.png)\n```', 2, 'fenced-code'],
    ['indented code', 'x\n\n    ![a](a.png)\n', 3, 'indented-code'],
    ['a code span', 'x `![a](a.png)` y', 1, 'code-span'],
    ['a comment', 'x <!-- ![a](a.png) --> y', 1, 'html-comment'],
    ['a raw region', '{% raw %}\n![a](a.png)\n{% endraw %}', 2, 'raw-region'],
    ['math', 'x $![a](a.png)$ y', 1, 'math'],
    ['an escape', String.raw`\![a][b] x`, 1, 'escaped'],
    ['an undefined reference', '![a][b]', 1, 'no-definition'],
    ['a link with spaces', '![link](/my uri)', 1, 'destination-invalid'],
    ['an embedded note', '![[foo]]', 1, 'embed-of-a-note'],
    ['an embed to Hexo', '![[foo.png]]', 1, 'other-dialect', { generator: 'hexo' }],
    ['a tag to Obsidian', '{% img /a.png %}', 1, 'other-dialect', { generator: 'obsidian' }],
    ['a tag without an image', '{% note info %}', 1, 'tag-without-image', { generator: 'hexo' }],
    ['an element without an image', '<img alt="x">', 1, 'element-without-image'],
    ['a name in the text', 'see a.png there', 1, 'plain-text'],
    ['a front matter comment', '---\na: b # c.png\n---\n', 2, 'front-matter-comment'],
    ['a front matter title', '---\ntitle: c.png\n---\n', 2, 'front-matter-value'],
    ['a comment of MDX', '{/* ![a](a.png) */}', 1, 'mdx-comment', { name: 'a.mdx' }],
    ['a text field', '<textarea>\n<img src="a.png">\n</textarea>', 2, 'html-raw-text'],
    ['a script', 'const a = "a.png"', 1, 'script', { name: 'a.js' }],
    ['a comment of a data file', 'a: b # c.png', 1, 'front-matter-comment', { name: 'a.yml' }],
  ])('says that %s is none', (_, text, line, rule, options) => {
    const { references, lookalikes } = explain(text, line, options);
    expect(references).toEqual([]);
    expect(lookalikes.map((found) => found.rule)).toEqual([rule]);
  });

  it('has nothing to say of a line that is not there', () => {
    expect(explain('x', 9)).toMatchObject({ line: 9, references: [], lookalikes: [] });
  });
});
