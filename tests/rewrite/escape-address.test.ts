import { decodeHTMLAttribute } from 'entities/decode';
import fc from 'fast-check';
import { fromMarkdown } from 'mdast-util-from-markdown';
import { describe, expect, it } from 'vitest';
import { parseDocument } from 'yaml';
import type { Escaping } from '../../src/core/image-reference.js';
import { escapeAddress } from '../../src/rewrite/escape-address.js';
import { writableAddress } from '../../src/rewrite/writable-address.js';
import { decodeCss } from '../../src/scan/locate/decode/decode-css.js';

describe('escapeAddress', () => {
  it.each<[string, readonly Escaping[], string, string]>([
    ['a plain URL', ['markdown-bare'], 'https://a.com/x.png?w=1&h=2', 'https://a.com/x.png?w=1&h=2'],
    ['Chinese as given', ['markdown-bare'], 'https://a.com/图/%E5%9B%BE.png', 'https://a.com/图/%E5%9B%BE.png'],
    ['a space in a URL', ['markdown-bare'], 'https://a.com/a b.png', 'https://a.com/a%20b.png'],
    ['a space in a path', ['markdown-bare'], '../a b.png', '<../a b.png>'],
    ['a line break', ['markdown-bare'], 'a\r\nb.png', 'a%0D%0Ab.png'],
    ['paired parentheses', ['markdown-bare'], 'https://a.com/x_(1).png', 'https://a.com/x_(1).png'],
    ['an unpaired parenthesis', ['markdown-bare'], 'https://a.com/x).png', 'https://a.com/x\\).png'],
    ['what reads as an entity', ['markdown-bare'], 'https://a.com/?a=1&copy;=2', 'https://a.com/?a=1&amp;copy;=2'],
    ['what does not in Markdown', ['markdown-bare'], 'https://a.com/?a=1&copy=2', 'https://a.com/?a=1&copy=2'],
    ['a backslash in a path', ['markdown-bare'], 'a\\!b.png', 'a\\\\!b.png'],
    ['angle brackets', ['markdown-angle'], 'a <b> (c.png', 'a %3Cb%3E (c.png'],
    ['a space, for every reader', ['markdown-lenient'], '../a b.png', '../a%20b.png'],
    ['what MDX takes for code', ['markdown-bare', 'mdx'], 'a{b}<c.png', 'a%7Bb%7D%3Cc.png'],
    ['a bar in a table', ['markdown-bare', 'table-cell'], 'a|b.png', 'a%7Cb.png'],
    ['a bar in a URL', ['markdown-bare', 'table-cell'], 'https://a.com/a|b', 'https://a.com/a%7Cb'],
    ['a quote', ['html-double'], 'a"b\'c.png', "a&quot;b'c.png"],
    ['a quote', ['html-single'], 'a"b\'c.png', 'a"b&#39;c.png'],
    ['parameters', ['html-double'], 'https://a.com/?a=1&copy=2', 'https://a.com/?a=1&copy=2'],
    ['what HTML decodes', ['html-double'], 'https://a.com/?a&copy', 'https://a.com/?a&amp;copy'],
    ['a plain value', ['html-unquoted'], 'https://a.com/x.png', 'https://a.com/x.png'],
    ['an equals sign', ['html-unquoted'], 'https://a.com/?a=1', '"https://a.com/?a=1"'],
    ['an equals sign', ['srcset', 'html-unquoted'], 'https://a.com/?a=1', 'https://a.com/?a&#61;1'],
    ['spaces and outer commas', ['srcset', 'html-double'], ',a b,c,', '%2Ca%20b,c%2C'],
    ['a quote', ['css-single'], "a'b\\.png", "a\\'b\\\\.png"],
    ['parentheses', ['css-unquoted', 'html-double'], 'a(1) b.png', 'a\\(1\\)%20b.png'],
    ['a URL', ['yaml-plain'], 'https://a.com/x.png?a=1#b', 'https://a.com/x.png?a=1#b'],
    ['a comma', ['yaml-plain'], 'https://a.com/a,b.png', '"https://a.com/a,b.png"'],
    ['what would be another type', ['yaml-plain'], '2024-01-01', '"2024-01-01"'],
    ['what would be a mapping', ['yaml-plain'], './a: b.png', '"./a: b.png"'],
    ['what would be a comment', ['yaml-plain'], 'a #b.png', '"a #b.png"'],
    ['quotes', ['yaml-single'], "it's.png", "it''s.png"],
    ['quotes', ['yaml-double'], 'a"\\b.png', 'a\\"\\\\b.png'],
    ['quotes', ['toml-basic'], 'a"\\b.png', 'a\\"\\\\b.png'],
    ['quotes', ['toml-literal'], "it's.png", 'it%27s.png'],
    ['quotes', ['json'], 'a"\\b.png', 'a\\"\\\\b.png'],
    ['quotes', ['js-single'], 'it\'s "b".png', 'it\\\'s "b".png'],
    ['a substitution', ['js-template'], `a\${b}\`.png`, `a$%7Bb%7D\\\`.png`],
    ['quotes', ['shortcode-double'], 'a"b.png', 'a%22b.png'],
    ['a word', ['shortcode-word'], 'a_1-b.png', 'a_1-b.png'],
    ['what is more than a word to Hugo', ['shortcode-word'], 'https://a.com/a.png?w=1', '"https://a.com/a.png?w=1"'],
    ['spaces and the closer', ['shortcode-bare'], 'a b%}.png', 'a%20b%25%7D.png'],
    ['as it is', [], 'https://a.com/x.png', 'https://a.com/x.png'],
  ])('writes %s in %j', (_, layers, address, written) => {
    expect(escapeAddress(address, layers)).toBe(written);
  });

  const address = fc.oneof(
    fc.string({ unit: fc.constantFrom(...'ab1/.%&;#?=+-_~()[]<>{}|\\`\'"!*:,$@ \t\n图é😀', '&copy', '&amp;', '${') }),
    fc.string({ unit: 'binary' }),
    fc.webUrl({ withQueryParameters: true, withFragments: true }),
    fc.string({ unit: fc.constantFrom(...'ab/%&;?=()\\ "\'{}|图,') }).map((path) => `https://a.com/${path}`),
  );

  it('never gives a line break or a control character', () => {
    fc.assert(
      fc.property(address, fc.subarray(allLayers), (text, layers) => {
        expect(escapeAddress(text, layers)).not.toMatch(/\p{Cc}/u);
      }),
    );
  });

  it.each<[string, Escaping[], (written: string) => unknown]>([
    ['an inline image', ['markdown-bare'], (written) => imageIn(`![](${written})`)],
    ['an inline image with a title', ['markdown-bare'], (written) => imageIn(`[x ![](${written} "t")](y)`)],
    ['a lenient image', ['markdown-lenient'], (written) => imageIn(`![](${written})`)],
    ['angle brackets', ['markdown-angle'], (written) => imageIn(`![](<${written}>)`)],
    ['a definition', ['markdown-bare'], (written) => definitionIn(`[a]: ${written}\n`)],
    ['double quotes', ['html-double'], decodeHTMLAttribute],
    ['single quotes', ['html-single'], decodeHTMLAttribute],
    ['no quotes', ['html-unquoted'], (written) => decodeHTMLAttribute(written.replace(/^"(.*)"$/s, '$1'))],
    ['a style', ['css-double', 'html-double'], (written) => decodeCss(decodeHTMLAttribute(written))],
    ['a style without quotes', ['css-unquoted', 'html-single'], (written) => decodeCss(decodeHTMLAttribute(written))],
    ['a YAML scalar', ['yaml-plain'], (written) => parseDocument(`a: ${written}`).get('a')],
    ['a YAML flow sequence', ['yaml-plain'], (written) => parseDocument(`a: [${written}, b]`).getIn(['a', 0])],
    ['a YAML single-quoted scalar', ['yaml-single'], (written) => parseDocument(`a: '${written}'`).get('a')],
    ['a YAML double-quoted scalar', ['yaml-double'], (written) => parseDocument(`a: "${written}"`).get('a')],
    ['JSON', ['json'], (written) => JSON.parse(`"${written}"`)],
    ['JavaScript', ['js-double'], (written) => evaluate(`"${written}"`)],
    ['a template', ['js-template'], (written) => evaluate(`\`${written}\``)],
  ])('reads back through %s', (_, layers, read) => {
    fc.assert(
      fc.property(address, (text) => {
        expect(read(escapeAddress(text, layers))).toBe(writableAddress(text, layers));
      }),
      { numRuns: 500 },
    );
  });
});

describe('writableAddress', () => {
  it('changes nothing in what a URL parser wrote', () => {
    fc.assert(
      fc.property(fc.webUrl({ withQueryParameters: true }), fc.subarray(allLayers), (url, layers) => {
        const tame = new URL(url).href.replace(/['[\]^|`]/g, '').replace(/,+$/, '');
        expect(writableAddress(tame, layers)).toBe(tame);
      }),
    );
  });
});

const allLayers: Escaping[] = ['markdown-bare', 'mdx', 'html-double', 'srcset', 'css-double', 'yaml-plain', 'json'];

function imageIn(markdown: string): unknown {
  let url: unknown;
  const visit = (node: { type: string; url?: string; children?: unknown[] }): void => {
    if (node.type === 'image') url = node.url;
    for (const child of node.children ?? []) visit(child as typeof node);
  };
  visit(fromMarkdown(markdown));
  return url;
}

function definitionIn(markdown: string): unknown {
  const [node] = fromMarkdown(markdown).children;
  return node?.type === 'definition' ? node.url : undefined;
}

const evaluate = (source: string): unknown => new Function(`return ${source}`)();
