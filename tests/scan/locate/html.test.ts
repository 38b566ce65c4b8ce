import { describe, expect, it } from 'vitest';
import { locateReferences } from '../../../src/scan/locate/locate-references.js';

const found = (text: string, format: 'html' | 'markdown' = 'html', links = false): unknown[] =>
  locateReferences(text, { format, links }).map(({ address, escaping, span, syntax }) => [
    syntax,
    text.slice(span.start, span.end),
    address,
    escaping.join(' '),
  ]);

describe('HTML', () => {
  it.each([
    ['img', '<img src="a.png">', [['html-src', 'a.png', 'a.png', 'html-double']]],
    ['single quotes', "<IMG\nSRC = 'a.png'>", [['html-src', 'a.png', 'a.png', 'html-single']]],
    ['no quotes', '<img src=a.png/>', [['html-src', 'a.png/', 'a.png/', 'html-unquoted']]],
    ['whitespace around the address', '<img src=" a.png\n">', [['html-src', 'a.png', 'a.png', 'html-double']]],
    [
      'character references',
      '<img src="a?b=1&amp;c=2&copy=3">',
      [['html-src', 'a?b=1&amp;c=2&copy=3', 'a?b=1&c=2&copy=3', 'html-double']],
    ],
    ['the first of two attributes', '<img src=a src=b>', [['html-src', 'a', 'a', 'html-unquoted']]],
    ['an empty address', '<img src="">', [['html-src', '', '', 'html-double']]],
    [
      'srcset',
      '<img srcset="a.png 1x, b.png 2x,c.png">',
      [
        ['html-srcset', 'a.png', 'a.png', 'srcset html-double'],
        ['html-srcset', 'b.png', 'b.png', 'srcset html-double'],
        ['html-srcset', 'c.png', 'c.png', 'srcset html-double'],
      ],
    ],
    [
      'expressions in srcset',
      `<img srcset="{{ '/a.png' | relative_url }} 1x, {{ site.baseurl }}/b.png 2x,{% link c.png %}, {{ d 3x">`,
      [
        ['html-srcset', "{{ '/a.png' | relative_url }}", "{{ '/a.png' | relative_url }}", 'srcset html-double'],
        ['html-srcset', '{{ site.baseurl }}/b.png', '{{ site.baseurl }}/b.png', 'srcset html-double'],
        ['html-srcset', '{% link c.png %}', '{% link c.png %}', 'srcset html-double'],
        ['html-srcset', '{{', '{{', 'srcset html-double'],
      ],
    ],
    [
      'commas in a candidate',
      '<source srcset="a,b.png 1x">',
      [['html-srcset', 'a,b.png', 'a,b.png', 'srcset html-double']],
    ],
    ['poster', '<video src=v.mp4 poster=a.png>', [['html-poster', 'a.png', 'a.png', 'html-unquoted']]],
    [
      'lazy loading',
      '<img data-src="a" data-srcset="b 1x">',
      [
        ['html-data-src', 'a', 'a', 'html-double'],
        ['html-data-srcset', 'b', 'b', 'srcset html-double'],
      ],
    ],
    ['data-original', '<img data-original="a">', [['html-data-src', 'a', 'a', 'html-double']]],
    [
      'lazy loading by other scripts',
      '<img data-lazy-src="a" data-actualsrc="b" data-lazy-srcset="c 1x" data-echo="d.png" data-lazy="true">',
      [
        ['html-data-src', 'a', 'a', 'html-double'],
        ['html-data-src', 'b', 'b', 'html-double'],
        ['html-data-srcset', 'c', 'c', 'srcset html-double'],
        ['html-data-src', 'd.png', 'd.png', 'html-double'],
      ],
    ],
    [
      'backgrounds',
      '<td background="a.png"><p data-bg="b.png"></p><i data-background-image="c.png" data-background="red">',
      [
        ['html-data-src', 'a.png', 'a.png', 'html-double'],
        ['html-data-src', 'b.png', 'b.png', 'html-double'],
        ['html-data-src', 'c.png', 'c.png', 'html-double'],
      ],
    ],
    [
      'components that stand for an image',
      '<amp-img src="a"></amp-img><v-img src="b" /><my-icon src="c.png" />',
      [
        ['html-src', 'a', 'a', 'html-double'],
        ['html-src', 'b', 'b', 'html-double'],
      ],
    ],
    [
      'schema.org and Windows',
      '<meta itemprop="image" content="a"><meta name="msapplication-TileImage" content="b"><meta itemprop=name content=c>',
      [
        ['html-meta', 'a', 'a', 'html-double'],
        ['html-meta', 'b', 'b', 'html-double'],
      ],
    ],
    [
      'an icon',
      '<link rel="shortcut icon" href="a.ico"><link rel=stylesheet href=b.css>',
      [['html-href', 'a.ico', 'a.ico', 'html-double']],
    ],
    [
      'og:image and twitter:image',
      '<meta property="og:image" content="a"><meta name=twitter:image content=b><meta name=x content=c>',
      [
        ['html-meta', 'a', 'a', 'html-double'],
        ['html-meta', 'b', 'b', 'html-unquoted'],
      ],
    ],
    ["SVG's image", '<svg><image xlink:href="a.png"/></svg>', [['html-href', 'a.png', 'a.png', 'html-double']]],
    ['a style', '<p style="background:url(a.png)">', [['html-style', 'a.png', 'a.png', 'css-unquoted html-double']]],
    [
      'a style with quotes',
      `<p style="background: URL( 'a b.png' )">`,
      [['html-style', 'a b.png', 'a b.png', 'css-single html-double']],
    ],
    [
      'a style with references',
      '<p style="background:url(&quot;a.png&quot;)">',
      [['html-style', 'a.png', 'a.png', 'css-double html-double']],
    ],
    [
      'a style sheet',
      '<style>@import url(x.css); /* url(y) */ @font-face{src:url(f.woff)} a{b:url("a.png");c:url(#d)}</style>',
      [['css-url', 'a.png', 'a.png', 'css-double']],
    ],
    [
      "VuePress' $withBase",
      `<img :src="$withBase('/a.png')">`,
      [['html-src', '/a.png', '/a.png', 'js-single html-double']],
    ],
    ['no other binding', `<img :src="image.url"><img :src="\`/\${x}\`"><img :src="f('a')">`, []],
    [
      'nothing in raw text',
      '<script><img src=a></script><textarea><img src=b></textarea><title><img src=c></title>',
      [],
    ],
    [
      'nothing in comments',
      '<!-- <img src=a> --><!--><img src=b><!-- --!><img src=c>',
      [
        ['html-src', 'b', 'b', 'html-unquoted'],
        ['html-src', 'c', 'c', 'html-unquoted'],
      ],
    ],
    ['nothing in a tag that the text cuts', '<img src="a.png"', []],
  ])('names %s', (_, text, expected) => {
    expect(found(text)).toEqual(expected);
  });

  it('names links where they are wanted', () => {
    expect(found('<a href="a.png">', 'html', true)).toEqual([['link-html', 'a.png', 'a.png', 'html-double']]);
    expect(found('<a href="a.png">')).toEqual([]);
  });
});

describe('HTML in Markdown', () => {
  it.each([
    ['a block', '<div>\n<img src="a.png">\n</div>', [['html-src', 'a.png', 'a.png', 'html-double']]],
    ['a line', 'a <img src="a.png"> b', [['html-src', 'a.png', 'a.png', 'html-double']]],
    ['a cell', '|a|\n|-|\n|<img src="a.png">|', [['html-src', 'a.png', 'a.png', 'html-double table-cell']]],
    ['a component', '<Image src="a.png" />', [['html-src', 'a.png', 'a.png', 'html-double']]],
    [
      'a style',
      'a <b style="background:url(a.png)">b</b>',
      [['html-style', 'a.png', 'a.png', 'css-unquoted html-double']],
    ],
    [
      'Markdown between tags',
      '<details>\n\n![a](a.png)\n\n</details>',
      [['inline', 'a.png', 'a.png', 'markdown-bare']],
    ],
    ['a quote over two lines', '> <img alt="a\n> b" src="a.png">', [['html-src', 'a.png', 'a.png', 'html-double']]],
  ])('is read in %s', (_, text, expected) => {
    expect(found(text, 'markdown')).toEqual(expected);
  });
});
