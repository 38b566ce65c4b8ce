import { describe, expect, it } from 'vitest';
import { locateReferences } from '../../../src/scan/locate/locate-references.js';
import type { InlineConstruct, LocatedReference, LocateOptions } from '../../../src/scan/located.js';

const locate = (text: string, options: Partial<LocateOptions> = {}): LocatedReference[] =>
  locateReferences(text, { format: 'markdown', ...options });
const addresses = (text: string, options: Partial<LocateOptions> = {}): string[] =>
  locate(text, options).map(({ address }) => address);
const raws = (text: string, options: Partial<LocateOptions> = {}): string[] =>
  locate(text, options).map(({ span }) => text.slice(span.start, span.end));

describe('the span of an image in Markdown', () => {
  it.each([
    ['without its title', '![a](x.png "t")', 'x.png', 'x.png', ['markdown-bare']],
    ['without a title in single quotes', "![a](x.png 't')", 'x.png', 'x.png', ['markdown-bare']],
    ['without a title in parentheses', '![a](x.png (t))', 'x.png', 'x.png', ['markdown-bare']],
    ['without its angle brackets', '![a](<my x.png> "t")', 'my x.png', 'my x.png', ['markdown-angle']],
    ['with balanced parentheses', '![a](x_(1).png)', 'x_(1).png', 'x_(1).png', ['markdown-bare']],
    ['with escaped parentheses', '![a](x\\(1.png)', 'x\\(1.png', 'x(1.png', ['markdown-bare']],
    ['with its entities', '![a](x?a=1&amp;b=2)', 'x?a=1&amp;b=2', 'x?a=1&b=2', ['markdown-bare']],
    ['without a size', '![a](x.png =300x200)', 'x.png', 'x.png', ['markdown-bare']],
    ['without a width alone', '![a](x.png =300x)', 'x.png', 'x.png', ['markdown-bare']],
    ['without a size after the title', '![a](x.png "t" =50%x20)', 'x.png', 'x.png', ['markdown-bare']],
    ['without attributes', '![a](x.png){.wide width=30}', 'x.png', 'x.png', ['markdown-bare']],
    ['without kramdown attributes', '![a](x.png){: w="30" }', 'x.png', 'x.png', ['markdown-bare']],
    ['beside a size in the description', '![a|300](x.png)', 'x.png', 'x.png', ['markdown-bare']],
    ['inside a link', '[![a](a-300.jpg)](a.jpg)', 'a-300.jpg', 'a-300.jpg', ['markdown-bare']],
    ['in a heading', '## ![a](x.png) ##', 'x.png', 'x.png', ['markdown-bare']],
    ['in a quote in a list', '- > ![a](x.png)', 'x.png', 'x.png', ['markdown-bare']],
    ['in a task list', '- [ ] ![a](x.png)', 'x.png', 'x.png', ['markdown-bare']],
    ['in a footnote', '[^1]: ![a](x.png)', 'x.png', 'x.png', ['markdown-bare']],
    ["in a footnote's second paragraph", '[^1]: a\n\n    ![a](x.png)', 'x.png', 'x.png', ['markdown-bare']],
    ['over several lines', '![a\nb](\nx.png\n"t")', 'x.png', 'x.png', ['markdown-bare']],
    ['after a byte order mark', '\ufeff# ![a](x.png)', 'x.png', 'x.png', ['markdown-bare']],
    ['in a cell', '|a|\n|-|\n|![a](x\\|y.png)|', 'x\\|y.png', 'x|y.png', ['markdown-bare', 'table-cell']],
    [
      'in a cell behind code with a pipe',
      '|a|b|\n|-|-|\n|`\\|`|![a](x.png)|',
      'x.png',
      'x.png',
      ['markdown-bare', 'table-cell'],
    ],
    ['with Chinese', '![图](图片/一.png)', '图片/一.png', '图片/一.png', ['markdown-bare']],
    ['with bare spaces', '![a](my pic (1).png)', 'my pic (1).png', 'my pic (1).png', ['markdown-lenient']],
    ['with bare spaces, without a title', '![a](my pic.png "t")', 'my pic.png', 'my pic.png', ['markdown-lenient']],
    [
      'with bare spaces and a query',
      '![a](my pic.png?x=1 =30x20)',
      'my pic.png?x=1',
      'my pic.png?x=1',
      ['markdown-lenient'],
    ],
    ['with an unbalanced parenthesis', '![a](pic(1.png)', 'pic(1.png', 'pic(1.png', ['markdown-lenient']],
    ['in a definition', '![a][b]\n\n[b]: <x y.png> "t"', 'x y.png', 'x y.png', ['markdown-angle']],
  ])('stands %s', (_, text, raw, address, escaping) => {
    expect(raws(text)).toEqual([raw]);
    expect(locate(text)).toMatchObject([{ role: 'image', address, escaping }]);
  });

  it('is empty where the destination is', () => {
    expect(locate('![]()')).toMatchObject([{ syntax: 'inline', address: '', span: { start: 4, end: 4 } }]);
    expect(locate('![](<>)')).toMatchObject([{ address: '', span: { start: 5, end: 5 } }]);
  });

  it('keeps two images on a line apart', () => {
    expect(raws('![a](1.png)![b](2.png) [![](3.png)](4) ![c](5.png)')).toEqual(['1.png', '2.png', '3.png', '5.png']);
  });

  it('counts from the start of the text where the body starts later', () => {
    expect(locate('---\na: ![x](y.png)\n---\n![a](b.png)', { from: 23 })).toMatchObject([
      { span: { start: 28, end: 33 } },
    ]);
  });
});

describe('a definition', () => {
  it('is one reference however many images use it', () => {
    expect(locate('![a] ![x][a] ![A][]\n\n[a]: b.png')).toMatchObject([
      { syntax: 'definition', role: 'image', address: 'b.png' },
    ]);
  });

  it('says that links use it too', () => {
    expect(locate('![a]\n\n[see][a]\n\n[a]: b.png')).toMatchObject([{ syntax: 'definition', alsoLink: true }]);
    expect(locate('![a]\n\n[a]: b.png')[0]).not.toHaveProperty('alsoLink');
  });

  it('used by links alone is a link, told where links are wanted', () => {
    expect(locate('[a]\n\n[a]: b.png')).toEqual([]);
    expect(locate('[a]\n\n[a]: b.png', { links: true })).toMatchObject([{ syntax: 'link-definition', role: 'link' }]);
  });

  it('of the first of several with a label counts', () => {
    expect(addresses('![ẞ]\n\n[SS]: 1\n[ss]: 2')).toEqual(['1']);
  });
});

describe('nothing is found', () => {
  it.each([
    ['in a code span', '`![a](b.png)`'],
    ['in a code span of two backticks', '``` `![a](b.png)` ```'],
    ['in a fence', '```\n![a](b.png)\n```'],
    ['in a fence of tildes', '~~~ js\n![a](b.png)\n~~~'],
    ['in a fence in a list', '- a\n  ```md\n  ![a](b.png)\n  ```'],
    ['in a fence in a quote', '> ```\n> ![a](b.png)\n> ```'],
    ['in a fence that nothing closes', '````\n![a](b.png)\n```'],
    ['in indented code', '    ![a](b.png)'],
    ['in a comment', '<!-- ![a](b.png) <img src="b.png"> -->'],
    ['in a comment in a line', 'a <!-- ![a](b.png) <img src="b.png"> --> b'],
    ['in a comment over blank lines', '<!--\n\n![a](b.png)\n\n-->'],
    ['after an escaped bang', '\\![a](b.png)'],
    ['after an escaped bracket', '!\\[a](b.png)'],
    ['in a script', '<script>\nx = `![a](b.png)<img src="b.png">`\n\n</script>'],
    ['in a script in a line', 'a <script>"<img src=b.png>"</script>'],
    ['in a textarea', '<textarea>\n<img src="b.png"></textarea>'],
    ['in a formula', 'a $n![k](b.png)$ b'],
    ['in a displayed formula', '$$\n![k](b.png)\n$$'],
    ['in a destination that is none', '![link](/my uri)'],
    ['without a source', '<img alt="a">'],
  ])('%s', (_, text) => {
    expect(locate(text)).toEqual([]);
  });

  it('in a masked region, and blocks go on around it', () => {
    const text = '{% raw %}\n```\n![a](b.png)\n{% endraw %}\n![c](d.png)';
    const masks = [{ start: 0, end: text.indexOf('\n![c') }];
    expect(addresses(text, { masks })).toEqual(['d.png']);
  });
});

describe('an image among prices is found', () => {
  it.each([
    'costs $5 ![a](b.png) and $6',
    '$5 ![a](b.png) 10$',
    '$5![a](b.png)$6',
    'from $1,200.50 ![a](b.png) to 5$.',
    '![from $5](b.png) to ![10$](b.png)',
    '5$ ![a](b.png) 6$',
    '$HOME/![a](b.png)/$PATH',
    'A$AP ![a](b.png) $',
    '\\$x ![a](b.png) y$',
    '$$ ![a](b.png)',
    '$$$ ![a](b.png) $$$',
  ])('%s', (text) => {
    expect(new Set(addresses(text))).toEqual(new Set(['b.png']));
  });
});

describe('links', () => {
  it('are told where they are wanted', () => {
    const text = '[![a](1.jpg)](2.jpg) <https://x.example/3.jpg> <a href="4.jpg">b</a> [c][d]\n\n[d]: 5.jpg';
    expect(locate(text, { links: true }).map(({ address, role, syntax }) => [address, role, syntax])).toEqual([
      ['1.jpg', 'image', 'inline'],
      ['2.jpg', 'link', 'link-inline'],
      ['https://x.example/3.jpg', 'link', 'link-inline'],
      ['4.jpg', 'link', 'link-html'],
      ['5.jpg', 'link', 'link-definition'],
    ]);
    expect(addresses(text)).toEqual(['1.jpg']);
  });
});

describe('a construct of a generator', () => {
  const tag: InlineConstruct = {
    opener: '{%',
    read(text, start, limit) {
      const end = text.indexOf('%}', start);
      if (end < 0 || end + 2 > limit) return undefined;
      const span = { start: start + 3, end: end - 1 };
      const address = text.slice(span.start, span.end);
      return { end: end + 2, references: [{ syntax: 'tag:test', role: 'image', span, address, escaping: [] }] };
    },
  };
  const constructs = [tag];

  it.each([
    ['in a paragraph', 'a {% b.png %} c', ['b.png']],
    ['in a quote, on its second line', '> a\n> {% b.png %}', ['b.png']],
    ['in a table', '|a|\n|-|\n|{% b.png %}|', ['b.png']],
    ['in an HTML block', '<div>\n{% b.png %}\n</div>', ['b.png']],
    ['in the place of an address', '<img src="{% b.png %}">', ['b.png']],
    ['not in code', '`{% b.png %}`\n\n```\n{% b.png %}\n```', []],
    ['not in a comment', '<!-- {% b.png %} -->', []],
  ])('is offered %s', (_, text, found) => {
    expect(addresses(text, { constructs })).toEqual(found);
  });

  it('that closes a bracket leaves the ones around it alone', () => {
    const destination: InlineConstruct = {
      ...tag,
      opener: ']({%',
      read: (text, start, limit) => tag.read(text, start + 2, limit),
    };
    const text = '[![a]({% b.png %})](c.html)';
    expect(addresses(text, { constructs: [destination], links: true })).toEqual(['b.png', 'c.html']);
  });
});
