import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Identity } from '../../src/core/asset.js';
import type { Escaping, ImageReference, ReferenceSyntax } from '../../src/core/image-reference.js';
import { applyEdits } from '../../src/rewrite/apply-edits.js';
import { planEdits } from '../../src/rewrite/plan-edits.js';
import { createFileLookup } from '../../src/scan/resolve/file-lookup.js';
import { plainSite } from '../../src/scan/resolve/generators/plain.js';
import { scanText } from '../../src/scan/scan-document.js';

/** Documents that together hold every syntax; each named by what is special in it. */
const documents: readonly (readonly [name: string, extension: string, text: string])[] = [
  ['inline', 'md', '![a](a.png) ![b](<b c.png> "t") ![c](c.png \'t\') [![d](d.png)](e.png)'],
  ['inline-lenient', 'md', 'x ![a](my pic (1).png) ![b](一 二.jpg) y'],
  ['definition', 'md', '![a][x] ![y] [z][x]\n\n[x]: a.png "t"\n[y]: <b c.png>\n'],
  ['quote and list', 'md', '> - ![a](a.png)\n>   ![b](b.png)\n>\n> 1. <img src="c.png">\n'],
  ['table', 'md', '| a | b |\n| - | - |\n| ![a](a.png) | ![b](<b c.png>) |\n| <img src="c.png"> | d |\n'],
  [
    'html',
    'md',
    '<img src="a.png" alt=x>\n<img src=\'b.png\' data-src="c.png">\n\n<IMG SRC=d.png >\n\nx <img src=e.png/> y\n',
  ],
  ['srcset', 'md', '<img srcset="a.png 1x, b.png 2x" src="c.png"><source srcset=\'d.png 100w,e.png 200w\'>'],
  [
    'html others',
    'md',
    '<video poster="a.png"></video>\n\n<link rel="icon" href="b.png">\n\n<meta property="og:image" content="c.png">\n',
  ],
  [
    'style',
    'md',
    '<div style="background: url(a.png)"></div>\n\n<div style="background: url(\'b.png\')">\n\n<div style=\'background: url("c.png")\'>\n',
  ],
  ['page', 'html', '<style>a { background: url("a.png"), url(b.png) }</style><svg><image href="c.png"/></svg>'],
  [
    'yaml',
    'md',
    '---\ncover: /a.png # c\nbanner: "/b.png"\nthumbnail: \'/c.png\'\nphotos:\n  - /d.png\n  - "/e.png"\nimg: >-\n  /f.png\n---\n![](g.png)',
  ],
  ['yaml flow', 'md', '---\nphotos: [/a.png, "/b.png", \'/c.png\']\ncover: {image: /d.png, relative: true}\n---\n'],
  ['yaml wikilink', 'md', '---\ncover: "[[a b.jpg]]"\nbanner: "![[b.png|100]]"\n---\n![[c.png|200]]'],
  ['yaml css', 'md', '---\nbackground: url(/a.jpg)\ntop_img: "url(\'/b.jpg\')"\n---\n'],
  ['toml', 'md', '+++\ncover = "/a.png" # c\nbanner = \'/b.png\'\nimages = ["/c.png", \'/d.png\']\n+++\n![](e.png)'],
  ['json', 'md', ';;;\n"cover": "/a.png",\n"photos": ["/b.png"]\n;;;\n![](c.png)'],
  [
    'hexo',
    'md',
    '{% img left /a.png 300 "t" %} {% asset_img "b c.png" t %} {% asset_img d.png %} {% image https://h/e.png, width=3 %}',
  ],
  ['hexo paths', 'md', '![a]({% asset_path a.png %}) <img src="{% asset_path b.png %}"> ![c](c.png)'],
  [
    'hugo',
    'md',
    '{{< figure src="a.png" alt="x" >}}\n\n{{< figure src=b.png >}}\n\n{{% img src=`c.png` %}} {{< img src=\'e.png\' >}} {{< gallery "d.png" >}}',
  ],
  [
    'jekyll',
    'md',
    '![a]({{ site.baseurl }}/a.png "t") {% include figure image_path="/b.png" %} <img src="{{ site.baseurl }}/c.png">',
  ],
  [
    'templates in attributes',
    'md',
    'text <img src="{{ "/a.png" | relative_url }}" alt="a"> and <img src=\'{{ \'/b.png\' | relative_url }}\'>\n\n<p><img src="{{ "c.png" | absolute_url }}"></p>\n',
  ],
  [
    'template definitions',
    'md',
    '![x] ![y][]\n\n[x]: {{ site.baseurl }}/a.png "t"\n[y]: {{ \'/b.png\' | relative_url }}\n\n> ![z]\n>\n> [z]: {% asset_path c.png %}\n',
  ],
  [
    'loaded late',
    'md',
    '<img data-lazy-src="a.png" data-actualsrc=\'b.png\' data-echo=c.png>\n\n<table background="d.png"><td data-bg="e.png">\n',
  ],
  ['vue', 'md', '<img :src="require(\'./a.png\')"> <img :src="\'/b.png\'"> <img v-bind:src="$withBase(`/c.png`)">'],
  ['obsidian', 'md', '![[a.png]] ![[b c.png|300]] ![[d.svg#o]]\n\n| a |\n| - |\n| ![[e.png\\|30]] |\n'],
  ['myst', 'md', '```{figure} a.png\n:name: x\n```\n\n:::{image} b.png\n:::\n\n![](c.png)'],
  ['mdx', 'mdx', '![a](a.png) <img src="b.png" />\n\n<Image src="c.png" />\n'],
  [
    'mdx strings',
    'mdx',
    `<Image src={'a.png'} /> <Image src={"b.png"} /> <Image src={\`c.png\`} /> <Image src='d.png' />\n\n<ThemedImage sources={{light: useBaseUrl('/e.png'), dark: "/f.png"}} />\n`,
  ],
  ['mdx modules', 'mdx', `<img src={require('./a.png').default} /> x\n\n<img src={require("./b.png")} />\n`],
  [
    'mdx in blocks',
    'mdx',
    '> <Image\n>   src="a.png"\n> />\n\n| a |\n| - |\n| <img src="b.png" /> ![c](c.png) |\n\n<img srcSet="d.png 1x, e.png 2x" />\n\n![f]\n\n[f]: <f g.png>\n',
  ],
  [
    'lazy loading',
    'html',
    '<img data-original="a.png" data-srcset="b.png 1x, c.png 2x"><source data-srcset=\'d.png\'>',
  ],
  [
    'links',
    'md',
    '[a](https://h/a) ![b](b.png) [c](<d e.png> "t") <https://h/f> [g][h]\n\n[h]: /i.png\n\n<a href="j.png">k</a>\n',
  ],
  ['style sheet', 'css', 'a { background: url(a.png) } b { background: url("b.png"), url(\'c.png\') }\n'],
  ['data in YAML', 'yml', 'cover: /a.png\nphotos: ["/b.png", \'/c.png\']\nlist:\n  - image: /d.png # e\n'],
  ['data in TOML', 'toml', '[params]\nlogo = "/a.png"\nimages = [\'/b.png\', "/c.png"]\n'],
  ['data in JSON', 'json', '{"cover": "/a.png", "list": [{"image": "/b.png"}]}\n'],
  ['crlf', 'md', '\ufeff---\r\ncover: /a.png\r\n---\r\n\r\n![a](b.png)\r\n\r\n<img src="c.png">\r\n'],
];

const piece = fc.constantFrom(
  ...[
    ' ',
    '"',
    "'",
    '(',
    ')',
    '((',
    '&',
    '&amp;',
    '&copy',
    '|',
    ']',
    '[',
    '>',
    '<',
    '{',
    '}',
    '{{',
    '}}',
    '%}',
    '图 片',
  ],
  ...['\\', ',', '*', '_', '`', ':', '!', '$', '^', '=', ';', '%20', '%', '+', '@', '~', 'a', '.', '-', '/'],
);
const address = fc
  .tuple(
    fc.constantFrom('https://h.example/', '//h.example/', '/img/'),
    fc.array(piece, { maxLength: 8 }),
    fc.constantFrom('', '?x=1&y=2', '?a=图 b'),
  )
  .map(([start, pieces, query]) => `${start}z${pieces.join('')}z.png${query}`);

const site = plainSite('/site', createFileLookup());

/** Images and links in the order of the text. */
function scan(text: string, extension: string): readonly ImageReference[] {
  const { links, references } = scanText(text, { document: `a.${extension}`, path: `/site/a.${extension}`, site });
  return [...references, ...links].sort((one, other) => one.span.start - other.span.start);
}

/** What a reference says, wherever it stands. */
const meaning = ({ target, fragment }: ImageReference): string => JSON.stringify([target, fragment]);

describe('a new address in the place of any reference', () => {
  it.each(documents)('is read there again, and every other stays: %s', (_, extension, text) => {
    const references = scan(text, extension);
    expect(references.length).toBeGreaterThan(1);
    fc.assert(
      fc.property(fc.nat(references.length - 1), address, (index, to) => {
        const changed = references[index];
        const edits = planEdits(references, (reference) =>
          reference === changed ? { identity: to as Identity, address: to } : undefined,
        );
        const after = scan(applyEdits(text, edits), extension);
        const expected = references.map(meaning);
        const [edit] = edits;
        if (edit) expected[index] = expectedMeaning(edit.address, changed?.fragment ?? '');
        else expect(text.charAt((changed?.span.start ?? 0) - 1) + to.charAt(0)).toBe('</'); // no autolink takes a path
        expect(after.map(meaning)).toEqual(expected);
      }),
      { numRuns: 300 },
    );
  });
});

/** Type checking fails where one that there is stands not here. */
const syntaxes: Readonly<Record<Exclude<ReferenceSyntax, `tag:${string}` | 'import'>, true>> = {
  inline: true,
  'inline-lenient': true,
  definition: true,
  wikilink: true,
  'html-src': true,
  'html-srcset': true,
  'html-poster': true,
  'html-data-src': true,
  'html-data-srcset': true,
  'html-href': true,
  'html-meta': true,
  'html-style': true,
  'jsx-src': true,
  'css-url': true,
  'front-matter': true,
  'data-file': true,
  'link-inline': true,
  'link-definition': true,
  'link-html': true,
};
const escapings: Readonly<Record<Escaping, true>> = {
  'markdown-bare': true,
  'markdown-angle': true,
  'markdown-lenient': true,
  mdx: true,
  'table-cell': true,
  'html-double': true,
  'html-single': true,
  'html-unquoted': true,
  srcset: true,
  'css-double': true,
  'css-single': true,
  'css-unquoted': true,
  'js-double': true,
  'js-single': true,
  'js-template': true,
  'yaml-plain': true,
  'yaml-single': true,
  'yaml-double': true,
  'yaml-block': true,
  'toml-basic': true,
  'toml-literal': true,
  json: true,
  'shortcode-double': true,
  'shortcode-single': true,
  'shortcode-bare': true,
  'shortcode-word': true,
  wikilink: true,
};

describe('the documents', () => {
  const references = documents.flatMap(([, extension, text]) => scan(text, extension));
  const found = new Set<string>(references.map(({ syntax }) => syntax));

  it.each(Object.keys(syntaxes))('hold the syntax %s', (syntax) => {
    expect(found).toContain(syntax);
  });

  it.each(['hexo', 'hugo', 'jekyll', 'myst'])('hold tags of %s', (generator) => {
    expect([...found].filter((syntax) => syntax.startsWith(`tag:${generator}-`))).not.toEqual([]);
  });

  it.each(Object.keys(escapings))('hold an address written as %s', (escaping) => {
    const layers = references.flatMap((one) => [...one.escaping, ...(one.remoteForm?.escaping ?? [])]);
    expect(layers).toContain(escaping);
  });
});

it('gives an import, which no other address can take the place of, no target', () => {
  expect(scan("import a from './a.png'\n", 'mdx')).toMatchObject([
    { syntax: 'import', target: { kind: 'unsupported' } },
  ]);
});

/** The target that an address gives by itself, where no syntax is in the way. */
function expectedMeaning(written: string, fragment: string): string {
  const bare = fragment === '' ? written : written.slice(0, -fragment.length);
  const [reference] = scan(`<img src="${bare.replaceAll('&', '&amp;').replaceAll('"', '&quot;')}">`, 'html');
  return reference ? meaning({ ...reference, fragment }) : '';
}
