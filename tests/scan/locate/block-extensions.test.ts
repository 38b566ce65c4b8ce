import { describe, expect, it } from 'vitest';
import { locateReferences } from '../../../src/scan/locate/locate-references.js';
import type { BlockExtension } from '../../../src/scan/located.js';

const python = ['admonition', 'details', 'tabs', 'definition-list-of-python', 'markdown-in-html'] as const;

const found = (text: string, blocks: readonly BlockExtension[]): string[] =>
  locateReferences(text, { format: 'markdown', blocks: new Set(blocks) }).map(({ address }) => address);

// What Python-Markdown 3.4 makes of each, with pymdown-extensions for `???` and `===`.
describe('in the indented body of Python-Markdown', () => {
  it.each([
    ['an admonition', '!!! note\n    ![a](a.png)'],
    ['an admonition, after a blank line', '!!! note\n\n    ![a](a.png)'],
    ['an admonition without a space', '!!!note\n\n    ![a](a.png)'],
    ['an admonition with a title', '!!! tip inline end "A title"\n\n    ![a](a.png)'],
    ['an admonition that ends a paragraph', 'text\n!!! note\n\n    ![a](a.png)'],
    ['an admonition in a quote', '> !!! note\n>\n>     ![a](a.png)'],
    ['an admonition in an item', '1. x\n\n    !!! note\n\n        ![a](a.png)'],
    ['an admonition that an item begins with', '- !!! note\n\n        ![a](a.png)'],
    ['an admonition, indented by a tab', '!!! note\n\n\t![a](a.png)'],
    ['an admonition, lines that end with CR LF', '!!! note\r\n\r\n    ![a](a.png)'],
    ['details', '??? tip\n\n    ![a](a.png)'],
    ['details that are open', '???+ tip "A title"\n\n    ![a](a.png)'],
    ['details with a title alone', '??? "A title"\n\n    ![a](a.png)'],
    ['a tab', '=== "A tab"\n\n    ![a](a.png)'],
    ['a tab that begins anew', '===! "A tab"\n\n    ![a](a.png)'],
    ['a definition', 'term\n:   x\n\n    ![a](a.png)'],
    ['a definition after a blank line', 'term\n\n: x\n\n    ![a](a.png)'],
    ['another definition', 'term\n:   x\n\n:   y\n\n    ![a](a.png)'],
    ['one in another', '=== "A tab"\n\n    ??? tip\n\n        !!! note\n\n            ![a](a.png)'],
    ['a list in it', '!!! note\n\n    - x\n\n        ![a](a.png)'],
    ['its title', '!!! note "![a](a.png)"\n    x'],
    ['a definition’s own line', 'term\n:   ![a](a.png)'],
  ])('%s, an image is found', (_, text) => {
    expect(found(text, python)).toEqual(['a.png']);
  });

  it.each([
    ['by four more columns', '!!! note\n\n    x\n\n        ![a](a.png)'],
    ['by four more columns in a tab', '=== "A tab"\n\n    x\n\n        ![a](a.png)'],
    ['in a fence', '!!! note\n\n    ```\n    ![a](a.png)\n\n    ![a](a.png)\n    ```'],
    ['in a fence in an item', '!!! note\n\n    - x\n\n        ```\n        ![a](a.png)\n        ```'],
    ['after it', '!!! note\n\n    x\n\ny\n\n    ![a](a.png)'],
    ['below one that is indented itself', 'x\n\n  !!! note\n\n      ![a](a.png)'],
    ['below one that is code', '    !!! note\n\n        ![a](a.png)'],
    ['below one in the first paragraph of an item', '1. x\n    !!! note\n\n        ![a](a.png)'],
    ['below what begins like one', '!!! "note"\n\n    ![a](a.png)'],
    ['below what begins like a tab', '=== Tab\n\n    ![a](a.png)'],
    ['below a definition of nothing', ': x\n\n    ![a](a.png)'],
    ['below a definition of a heading', '# x\n\n: x\n\n    ![a](a.png)'],
  ])('code %s stays code', (_, text) => {
    expect(found(text, python)).toEqual([]);
  });

  it('ends where a line is not indented, paragraph or not', () => {
    expect(found('!!! note\n    ![a\n](a.png)', python)).toEqual([]);
  });

  it.each(['!!! note', '??? tip', '=== "A tab"', 'term\n: x'])('%s is text to CommonMark', (opener) => {
    expect(found(`${opener}\n\n    ![a](a.png)`, [])).toEqual([]);
  });
});

describe('a definition as kramdown and Goldmark read it', () => {
  it('is indented as its marker is', () => {
    expect(found('term\n: x\n\n  ![a](a.png)\n\n      ![code](c.png)', ['definition-list'])).toEqual(['a.png']);
    expect(found('term\n:   x\n\n    ![a](a.png)\n\n        ![code](c.png)', ['definition-list'])).toEqual(['a.png']);
  });
});

describe('Markdown in an element', () => {
  it.each([
    ['figure', '<figure markdown>\n  ![a](a.png)\n</figure>'],
    ['a value', '<div markdown="1">\n![a](a.png)\n</div>'],
    ['blocks', '<div class="x" markdown=block>\n![a](a.png)\n</div>'],
    ['a span', '<figure markdown="span">\n    ![a](a.png)\n    <figcaption>x</figcaption>\n</figure>'],
    ['on its line', '<p markdown="1">![a](a.png)</p>'],
  ])('is read where its tag says so: %s', (_, text) => {
    expect(found(text, python)).toEqual(['a.png']);
    expect(found(text, [])).toEqual([]);
  });

  it.each([
    '<div markdown="0">\n![a](a.png)\n</div>',
    '<div data-markdown>\n![a](a.png)\n</div>',
    '<div>\n![a](a.png)\n</div>',
    '<figure markdown>\n    ![a](a.png)\n</figure>',
  ])('is not in %s', (text) => {
    expect(found(text, python)).toEqual([]);
  });

  it('needs a value in kramdown', () => {
    expect(found('<div markdown>\n![a](a.png)\n</div>', ['markdown-in-html-by-value'])).toEqual([]);
    expect(found('<div markdown="1">\n![a](a.png)\n</div>', ['markdown-in-html-by-value'])).toEqual(['a.png']);
  });
});
