import { describe, expect, it } from 'vitest';
import { createFileLookup } from '../../../src/scan/resolve/file-lookup.js';
import { plainSite } from '../../../src/scan/resolve/generators/plain.js';
import { scanText } from '../../../src/scan/scan-document.js';

const site = plainSite('/site', createFileLookup());

const found = (text: string): string[] =>
  scanText(text, { document: 'a.md', path: '/site/a.md', site }).references.map(({ raw }) => raw);

describe('a directive of MyST that holds Markdown', () => {
  it.each([
    ['a note', '```{note}\n![a](a.png)\n```'],
    ['with a title', '```{admonition} A title\n:class: tip\n\n![a](a.png)\n```'],
    ['a figure of Markdown', '```{figure-md} id\n![a](a.png)\n\ncaption\n```'],
    ['tildes', '~~~{note}\n![a](a.png)\n~~~'],
    ['one in another', '````{tab-set}\n```{tab-item} T\n![a](a.png)\n```\n````'],
    ['in a quote', '> ```{note}\n> ![a](a.png)\n> ```'],
    ['in an item', '- ```{note}\n  ![a](a.png)\n  ```'],
    ['a list in it', '```{note}\n- x\n\n  ![a](a.png)\n```'],
    ['never closed', '```{note}\n![a](a.png)'],
    ['that ends', '```{note}\n- x\n```\n![a](a.png)'],
    ['a figure in it', '````{note}\n```{figure} a.png\n```\n````'],
    ['a figure in colons', '::::{grid}\n:::{figure} a.png\n:::\n::::'],
    ['a figure in colons in backticks', ':::{note}\n```{image} a.png\n```\n:::'],
  ])('%s', (_, text) => {
    expect(found(text)).toEqual(['a.png']);
  });

  it.each([
    ['a fence in it', '````{note}\n```md\n![a](a.png)\n```\n````'],
    ['indented code in it', '```{note}\nx\n\n    ![a](a.png)\n```'],
    ['in a fence', '````md\n```{note}\n![a](a.png)\n```\n````'],
    ['a figure in a fence', '````md\n```{figure} a.png\n```\n````'],
    ['a directive of code', '```{code-block} md\n![a](a.png)\n```'],
    ['a chunk of R Markdown', '```{r}\n![a](a.png)\n```'],
    ['a fence after it', '```{note}\nx\n```\n```\n![a](a.png)\n```'],
  ])('leaves code alone: %s', (_, text) => {
    expect(found(text)).toEqual([]);
  });
});
