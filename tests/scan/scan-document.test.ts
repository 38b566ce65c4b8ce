import { describe, expect, it } from 'vitest';
import { createFileLookup } from '../../src/scan/resolve/file-lookup.js';
import { plainSite } from '../../src/scan/resolve/generators/plain.js';
import type { Generator, Site } from '../../src/scan/resolve/site.js';
import { type ScannedText, scanText } from '../../src/scan/scan-document.js';

const siteOf = (generator?: Generator): Site => ({ ...plainSite('/site', createFileLookup()), generator });

const scan = (text: string, generator?: Generator, name = 'a.md'): ScannedText =>
  scanText(text, { document: `posts/${name}`, path: `/site/posts/${name}`, site: siteOf(generator) });

const images = (text: string, generator?: Generator, name?: string): string[] =>
  scan(text, generator, name).references.map(({ syntax, raw }) => `${syntax} ${raw}`);

describe('scanText', () => {
  it('tells where a reference stands, what it is and what it points at', () => {
    const text = '---\ntitle: x\n---\n\n一 ![图](https://例子.cn/图 片.png#p)\n![b](<https://h/a b.png> "t")';
    expect(scan(text).references).toEqual([
      {
        document: 'posts/a.md',
        syntax: 'inline-lenient',
        role: 'image',
        span: { start: 25, end: 48 },
        raw: 'https://例子.cn/图 片.png#p',
        target: { kind: 'remote', url: 'https://xn--fsqu00a.cn/%E5%9B%BE%20%E7%89%87.png' },
        fragment: '#p',
        escaping: ['markdown-lenient'],
        line: 5,
        column: 8,
      },
      expect.objectContaining({
        syntax: 'inline',
        raw: 'https://h/a b.png',
        target: { kind: 'remote', url: 'https://h/a%20b.png' },
        escaping: ['markdown-angle'],
        line: 6,
        column: 7,
      }),
    ]);
  });

  it('reports an empty destination', () => {
    expect(scan('![a]()').references).toMatchObject([
      { raw: '', span: { start: 5, end: 5 }, target: { kind: 'unsupported', reason: 'empty' } },
    ]);
  });

  it('finds front matter and body together, in the order of the text', () => {
    expect(images('---\ncover: /c.png\n---\n![](a.png)\n![](b.png)')).toEqual([
      'front-matter /c.png',
      'inline a.png',
      'inline b.png',
    ]);
  });

  it('takes the date from the front matter, else from the name', () => {
    expect(scan('---\ndate: 2024-02-03\n---\n', undefined, '2023-01-01-x.md').date).toBe(Date.UTC(2024, 1, 3));
    expect(scan('no date', undefined, '2023-01-01-x.md').date).toBe(Date.UTC(2023, 0, 1));
    expect(scan('no date').date).toBeUndefined();
  });

  it('keeps links that lead to the web or to a local image', () => {
    const { links, references } = scan('[![](a-300.jpg)](a.jpg) [x](https://h/y) [z](other.md) [m](mailto:a@b.c)');
    expect(references.map(({ raw }) => raw)).toEqual(['a-300.jpg']);
    expect(links.map(({ raw }) => raw)).toEqual(['a.jpg', 'https://h/y']);
  });

  it('counts lines however they end', () => {
    const places = scan('x\r\n\r\n![](a.png)\r\r ![](b.png)\n\n![](c.png)').references;
    expect(places.map(({ line, column }) => [line, column])).toEqual([
      [3, 5],
      [5, 6],
      [7, 5],
    ]);
  });

  it('reads HTML documents as HTML', () => {
    expect(images('<p>![](a.png)<img src="b.png"></p>', undefined, 'a.html')).toEqual(['html-src b.png']);
  });
});

describe('tags of generators', () => {
  it('shows what stands in an interpolation of VitePress as text, and no attribute has one', () => {
    const shown = "{{ '![a](a.png)' }}\n\n<div>{{ '<img src=\"a.png\">' }}</div>\n\n| {{ '![a](a.png)' }} |\n|-|\n";
    expect(images(shown, 'vitepress')).toEqual([]);
    expect(images('{{ a ![a](a.png)', 'vitepress')).toEqual(['inline a.png']);
    expect(images("{{ a }} ![a](a.png) {{ '![b](b.png)' }}", 'vitepress')).toEqual(['inline a.png']);
    expect(images('<img src="{{ x }}">', 'vitepress')).toEqual(['html-src {{ x }}']);
    expect(images("<b v-pre>{{ '![a](a.png)' }}</b>", 'vitepress')).toEqual(['inline a.png']);
    expect(images("{{ '![a](a.png)' }}", 'vuepress')).toEqual(['inline a.png']);
  });

  it.each<[string, Generator | undefined, string, string[]]>([
    ['img with classes', 'hexo', '{% img left round /a.png 300 200 "t" "a" %}', ['tag:hexo-img /a.png']],
    ['img with an address', 'hexo', '{% img https://h/a.png \'a "b"\' %}', ['tag:hexo-img https://h/a.png']],
    ['img without a source', 'hexo', '{% img left a.png %}', []],
    ['asset_img', 'hexo', '{% asset_img big a.png 300 %}', ['tag:hexo-asset_img a.png']],
    ['asset_img with quotes', 'hexo', '{% asset_img "my pic.png" "t" %}', ['tag:hexo-asset_img my pic.png']],
    ['asset_path', 'hexo', '![a]({% asset_path a.png %})', ['inline-lenient {% asset_path a.png %}']],
    ['asset_path in HTML', 'hexo', '<img src="{% asset_path a.png %}">', ['html-src {% asset_path a.png %}']],
    ['image of Volantis', 'hexo', '{% image https://h/a.png, width=3, alt=x %}', ['tag:hexo-image https://h/a.png']],
    ['inlineImg of Butterfly', 'hexo', 'x {% inlineImg https://h/a 20px %} y', ['tag:hexo-inlineImg https://h/a']],
    ['gallery', 'hexo', '{% gallery %}\n![](a.png)\n{% endgallery %}', ['inline a.png']],
    [
      'galleryGroup',
      'hexo',
      "{% galleryGroup 'n' 'd' '/g/' https://h/a.png %}",
      ['tag:hexo-galleryGroup https://h/a.png'],
    ],
    ['another tag', 'hexo', '{% note info /a.png %}x{% endnote %}', []],
    ['one in code', 'hexo', '`{% img /a.png %}`\n\n```\n{% img /b.png %}\n```', []],
    ['one in a raw region', 'hexo', '{% raw %}\n![](a.png)\n{% endraw %}\n![](b.png)', ['inline b.png']],
    [
      'one in a code block',
      'hexo',
      '{% codeblock lang:md %}\n![](a.png)\n{% endcodeblock %}\n![](b.png)',
      ['inline b.png'],
    ],
    [
      'a raw tag that is shown in a fence',
      'hexo',
      '```\n{% raw %}\n```\n![](a.png)\n```\n{% endraw %}\n```',
      ['inline a.png'],
    ],
    ['a raw tag that is never closed', 'hexo', '{% raw %}\n![](a.png)', ['inline a.png']],
    ['figure', 'hugo', '{{< figure src="a.png" title="x" >}}', ['tag:hugo-figure a.png']],
    ['figure without quotes', 'hugo', '{{< figure src=a.png class=x >}}', ['tag:hugo-figure a.png']],
    ['figure with backticks', 'hugo', '{{< figure src=`a.png` >}}', ['tag:hugo-figure a.png']],
    ['figure over several lines', 'hugo', '{{< figure\n  src="a.png"\n  alt="x > y"\n>}}', ['tag:hugo-figure a.png']],
    ['figure that closes itself', 'hugo', '{{< figure src="a.png" />}}', ['tag:hugo-figure a.png']],
    ['figure with percent signs', 'hugo', '{{% figure src="a.png" %}}', ['tag:hugo-figure a.png']],
    [
      'a theme’s shortcode',
      'hugo',
      '{{< gallery-item thumb="a.png" alt="b.png" "c.webp" >}}',
      ['tag:hugo-gallery-item a.png', 'tag:hugo-gallery-item c.webp'],
    ],
    ['a shown shortcode', 'hugo', '{{</* figure src="a.png" */>}}', []],
    ['a shortcode that names no image', 'hugo', '{{< youtube "abc" >}} {{< ref "x.md" >}}', []],
    ['highlight', 'hugo', '{{< highlight md >}}\n![](a.png)\n{{< /highlight >}}', []],
    ['site.baseurl', 'jekyll', '![a]({{ site.baseurl }}/a.png "t")', ['inline-lenient {{ site.baseurl }}/a.png']],
    ['relative_url', 'jekyll', '![a]({{ "/a.png" | relative_url }})', ['inline-lenient {{ "/a.png" | relative_url }}']],
    ['link', 'jekyll', '![a]({% link assets/a.png %}){: w="1" }', ['inline-lenient {% link assets/a.png %}']],
    ['a link that is no image', 'jekyll', '[a]({{ site.baseurl }}/a.png)', []],
    ['baseurl in HTML', 'jekyll', '<img src="{{ site.baseurl }}/a.png">', ['html-src {{ site.baseurl }}/a.png']],
    ['include figure', 'jekyll', '{% include figure image_path="/a.jpg" alt="b.jpg" %}', ['tag:jekyll-include /a.jpg']],
    ['include of a file', 'jekyll', "{% include image.html url='/a.jpg' caption='x' %}", ['tag:jekyll-include /a.jpg']],
    ['include with a variable', 'jekyll', '{% include figure image_path=page.image %}', []],
    ['highlight of Liquid', 'jekyll', '{% highlight md %}\n![](a.png)\n{% endhighlight %}', []],
    ['an embed', 'obsidian', '![[a b.png]]', ['wikilink a b.png']],
    ['an embed with a size', 'obsidian', '![[a.png|300]] ![[b.png|100x145]]', ['wikilink a.png', 'wikilink b.png']],
    ['an embed with a fragment', 'obsidian', '![[a.png#outline]]', ['wikilink a.png#outline']],
    ['an embed in a table', 'obsidian', '| a |\n| - |\n| ![[a.png\\|300]] |', ['wikilink a.png']],
    ['an embedded note', 'obsidian', '![[foo]] ![[foo.md]]', []],
    ['an embed in code', 'obsidian', '`![[a.png]]`', []],
    ['an embed to Hexo', 'hexo', '![[a.png]]', []],
    ['a tag to Jekyll', 'jekyll', '{% img /a.png %}', []],
    [
      'every dialect where none is recognised',
      undefined,
      '{% img /a.png %}\n{{< figure src="b.png" >}}\n![[c.png]]\n![]({{ site.baseurl }}/d.png)',
      ['tag:hexo-img /a.png', 'tag:hugo-figure b.png', 'wikilink c.png', 'inline-lenient {{ site.baseurl }}/d.png'],
    ],
    [
      'MyST’s figure',
      undefined,
      '```{figure} a b.png\n:name: x\n```\n\n:::{image} c.png\n:::',
      ['tag:myst-figure a b.png', 'tag:myst-image c.png'],
    ],
    ['a figure shown in a longer fence', undefined, '````md\n```{figure} a.png\n```\n````', []],
  ])('%s (%s)', (_, generator, text, expected) => {
    expect(images(text, generator)).toEqual(expected);
  });

  it('renames asset_img where a remote address is written', () => {
    const text = '{% asset_img a.png %}';
    const [reference] = scan(text, 'hexo').references;
    expect(reference?.remoteForm).toEqual({
      edits: [{ start: 3, end: 12, text: 'img' }],
      escaping: ['shortcode-bare'],
    });
  });

  it.each([
    ['x ![[a.png#o|300]] y', 'x ![|300](https://h/z.png#o) y'],
    ['x ![[a.png#o|30x40]] y', 'x ![|30x40](https://h/z.png#o) y'],
    ['x ![[a.png#o|A cat]] y', 'x ![A cat](https://h/z.png#o) y'],
    ['x ![[a.png#o|A cat|300]] y', 'x ![A cat|300](https://h/z.png#o) y'],
    ['| x |\n| - |\n| ![[a.png#o\\|A cat\\|300]] |', '| x |\n| - |\n| ![A cat\\|300](https://h/z.png#o) |'],
  ])('turns the embed of %s into Markdown where a remote address is written', (text, expected) => {
    const [reference] = scan(text, 'obsidian').references;
    expect(reference?.fragment).toBe('#o');
    let changed = text;
    const edits = [
      ...(reference?.remoteForm?.edits ?? []),
      { ...(reference?.span ?? { start: 0, end: 0 }), text: 'https://h/z.png#o' },
    ];
    for (const { start, end, text: by } of edits.sort((a, b) => b.start - a.start)) {
      changed = changed.slice(0, start) + by + changed.slice(end);
    }
    expect(changed).toBe(expected);
  });
});
