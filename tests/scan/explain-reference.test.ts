import { describe, expect, it } from 'vitest';
import { explainLine, type LineExplanation } from '../../src/scan/explain-reference.js';
import { createFileLookup } from '../../src/scan/resolve/file-lookup.js';
import { plainSite } from '../../src/scan/resolve/generators/plain.js';
import type { Generator } from '../../src/scan/resolve/site.js';

function explain(text: string, line: number, generator?: Generator): LineExplanation {
  const site = { ...plainSite('/site', createFileLookup()), generator };
  return explainLine(text, line, { document: 'a.md', path: '/site/a.md', site });
}

describe('explainLine', () => {
  it('names what is found on the line, and by which rule it is resolved', () => {
    const { references, lookalikes } = explain('x\n\n![a](a.png) <img src="https://h/b.png">', 3);
    expect(references.map(({ reference, resolution }) => [reference.raw, reference.syntax, resolution])).toEqual([
      ['a.png', 'inline', 'beside-post'],
      ['https://h/b.png', 'html-src', 'remote'],
    ]);
    expect(lookalikes).toEqual([]);
  });

  it.each<[string, string, number, string, Generator?]>([
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
    ['an embed to Hexo', '![[foo.png]]', 1, 'other-dialect', 'hexo'],
    ['a tag to Obsidian', '{% img /a.png %}', 1, 'other-dialect', 'obsidian'],
    ['a tag without an image', '{% note info %}', 1, 'tag-without-image', 'hexo'],
    ['an element without an image', '<img alt="x">', 1, 'element-without-image'],
    ['a name in the text', 'see a.png there', 1, 'plain-text'],
    ['a front matter comment', '---\na: b # c.png\n---\n', 2, 'front-matter-comment'],
    ['a front matter title', '---\ntitle: c.png\n---\n', 2, 'front-matter-value'],
  ])('says that %s is none', (_, text, line, rule, generator) => {
    const { references, lookalikes } = explain(text, line, generator);
    expect(references).toEqual([]);
    expect(lookalikes.map((found) => found.rule)).toEqual([rule]);
  });

  it('has nothing to say of a line that is not there', () => {
    expect(explain('x', 9)).toMatchObject({ line: 9, references: [], lookalikes: [] });
  });
});
