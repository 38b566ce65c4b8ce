import { describe, expect, it } from 'vitest';
import { locateReferences } from '../../../src/scan/locate/locate-references.js';
import type { LocatedReference } from '../../../src/scan/located.js';

const locate = (text: string, links = false): LocatedReference[] => locateReferences(text, { format: 'mdx', links });
const found = (text: string): unknown[] =>
  locate(text).map(({ address, escaping, span, syntax }) => [
    syntax,
    text.slice(span.start, span.end),
    address,
    escaping.join(' '),
  ]);

describe('MDX', () => {
  it.each([
    ["Markdown's images", '![a](a.png)', [['inline', 'a.png', 'a.png', 'markdown-bare mdx']]],
    [
      'images however far they are indented',
      '        ![a](a.png)',
      [['inline', 'a.png', 'a.png', 'markdown-bare mdx']],
    ],
    ['images between tags', '<div>\n  ![a](a.png)\n</div>', [['inline', 'a.png', 'a.png', 'markdown-bare mdx']]],
    ['a definition', '![a]\n\n[a]: b.png', [['definition', 'b.png', 'b.png', 'markdown-bare mdx']]],
    ['img', '<img src="a.png" />', [['jsx-src', 'a.png', 'a.png', 'html-double mdx']]],
    ['a component', "text <Image alt='>' src='a.png'/> text", [['jsx-src', 'a.png', 'a.png', 'html-single mdx']]],
    [
      'references in strings',
      '<img src="a?b=1&amp;c=2" />',
      [['jsx-src', 'a?b=1&amp;c=2', 'a?b=1&c=2', 'html-double mdx']],
    ],
    ['a string in braces', "<Figure src={'a.png'} />", [['jsx-src', 'a.png', 'a.png', 'js-single mdx']]],
    [
      'a template without substitutions',
      '<Figure src={`a.png`} />',
      [['jsx-src', 'a.png', 'a.png', 'js-template mdx']],
    ],
    [
      'useBaseUrl',
      '<img src={useBaseUrl("/img/a.png")} />',
      [['jsx-src', '/img/a.png', '/img/a.png', 'js-double mdx']],
    ],
    [
      'ThemedImage',
      "<ThemedImage\n  alt=\"a\"\n\n  sources={{\n    light: useBaseUrl('/a.png'),\n    dark: '/b.png',\n  }}\n/>\n",
      [
        ['jsx-src', '/a.png', '/a.png', 'js-single mdx'],
        ['jsx-src', '/b.png', '/b.png', 'js-single mdx'],
      ],
    ],
    [
      'an import',
      "import a from './a.png';\nimport B from './b';\n\n# B",
      [['import', './a.png', './a.png', 'js-single mdx']],
    ],
    [
      'an image after an import',
      'import B from "b"\n\n![a](a.png)',
      [['inline', 'a.png', 'a.png', 'markdown-bare mdx']],
    ],
    [
      'a looking attribute of any component',
      '<Card image="/a.png" title="b.c" />',
      [['jsx-src', '/a.png', '/a.png', 'html-double mdx']],
    ],
    [
      'srcset',
      '<img srcSet="a.png 1x, b.png 2x" />',
      [
        ['html-srcset', 'a.png', 'a.png', 'srcset html-double mdx'],
        ['html-srcset', 'b.png', 'b.png', 'srcset html-double mdx'],
      ],
    ],
    [
      'an image in a cell',
      '|a|\n|-|\n|<img src="a.png"/>|',
      [['jsx-src', 'a.png', 'a.png', 'html-double mdx table-cell']],
    ],
    ['an image after a price in braces', '{price} ![a](a.png)', [['inline', 'a.png', 'a.png', 'markdown-bare mdx']]],
    [
      'an image after a brace that nothing closes',
      'a { b ![a](a.png)',
      [['inline', 'a.png', 'a.png', 'markdown-bare mdx']],
    ],
    ['a fence however far it is indented', '      ```\n      ![a](a.png)\n      ```', []],
  ])('names %s', (_, text, expected) => {
    expect(found(text)).toEqual(expected);
  });

  it.each([
    ['comments', '{/* ![a](a.png) <img src="a.png" /> */}'],
    ['comments over blank lines', '{/*\n\n![a](a.png)\n\n*/}'],
    ['comments of HTML, as Docusaurus takes them', '<!--\n\n![a](a.png)\n\n-->'],
    ['expressions', 'a {show && <img src="a.png" />} b'],
    ['expressions over blank lines', '{[1,\n\n2].map((x) => <img src="a.png" />)}'],
    [
      'computed sources',
      `<img src={a} /><img src={\`\${a}.png\`} /><img src={a ? "b.png" : "c.png"} /><img {...props} />`,
    ],
    ['exports', 'export const a = {\n\n  b: "![a](a.png)",\n}\n'],
    ['code', '`<img src="a.png" />`\n\n```jsx\n<img src="a.png" />\n```'],
    ['autolinks', '<https://x.example/a.png>'],
  ])('leaves %s alone', (_, text) => {
    expect(locate(text)).toEqual([]);
  });

  it('writes a quoted string in the place of a required module', () => {
    const text = "<img src={require('./a.png').default} />";
    const [reference] = locate(text);
    expect(reference).toMatchObject({ syntax: 'jsx-src', address: './a.png', escaping: ['js-single', 'mdx'] });
    const edits = [
      ...(reference?.remoteForm?.edits ?? []),
      { ...(reference?.span ?? { start: 0, end: 0 }), text: 'https://x.example/a.png' },
    ].sort((one, other) => other.start - one.start);
    const written = edits.reduce((all, { end, start, text: by }) => all.slice(0, start) + by + all.slice(end), text);
    expect(written).toBe('<img src="https://x.example/a.png" />');
    expect(reference?.remoteForm?.escaping).toEqual(['html-double', 'mdx']);
  });

  it('says that an import can be local only', () => {
    expect(locate("import a from './a.png'")).toMatchObject([{ localOnly: 'import-local-only' }]);
  });

  it('names links where they are wanted', () => {
    expect(locate('<a href="a.png">b</a> [c](d.png)', true).map(({ address, role }) => [address, role])).toEqual([
      ['a.png', 'link'],
      ['d.png', 'link'],
    ]);
  });
});
