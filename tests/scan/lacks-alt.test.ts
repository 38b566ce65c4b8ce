import { describe, expect, it } from 'vitest';
import { lacksAlt } from '../../src/scan/lacks-alt.js';
import { detectSite } from '../../src/scan/resolve/detect-site.js';
import { scanText } from '../../src/scan/scan-document.js';

const site = detectSite('/posts', { generator: 'none' });

function lacking(text: string, name = 'a.md'): readonly boolean[] {
  const { references } = scanText(text, { document: name, path: `/posts/${name}`, site });
  return references.map((reference) => lacksAlt(text, reference));
}

describe('lacksAlt', () => {
  it.each([
    ['![](a.png)', true],
    ['![ ]( <a b.png> "title")', true],
    ['![x](a.png)', false],
    ['![](a b.png)', true],
    ['![x][r]\n\n[r]: a.png', false],
    ['<img src="a.png">', true],
    ['<img src=a.png alt>', false],
    ['<img alt="" src="a.png">', false],
    ["<img src='a.png'\n  ALT = x>", false],
    ['<img src="a.png" data-alt="x">', true],
    ['<img title="a<b" src="a.png">', false],
    ['<video poster="a.png">', false],
  ])('%s: %s', (text, expected) => {
    expect(lacking(text)).toEqual([expected]);
  });

  it.each([
    ['<Image src="a.png" />', true],
    ['<img src={"a.png"} alt={text} />', false],
    ['<img {...props} src="a.png" />', false],
  ])('in MDX %s: %s', (text, expected) => {
    expect(lacking(text, 'a.mdx')).toEqual([expected]);
  });
});
