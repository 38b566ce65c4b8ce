import { describe, expect, it } from 'vitest';
import { findFrontMatter } from '../../../src/scan/front-matter/find-front-matter.js';
import { locateFrontMatter } from '../../../src/scan/front-matter/locate-front-matter.js';
import { parseDate, readPostFacts } from '../../../src/scan/front-matter/post-facts.js';

const locate = (text: string): string[] => {
  const frontMatter = findFrontMatter(text);
  if (!frontMatter) return [];
  return locateFrontMatter(text, frontMatter).map(({ span }) => text.slice(span.start, span.end));
};

const yaml = (source: string): string[] => locate(`---\n${source}\n---\n\nBody ![](x.png)\n`);

describe('findFrontMatter', () => {
  it.each([
    ['YAML', '---\na: b\n---\nbody', 'yaml', 'a: b\n'],
    ['YAML after a byte order mark', '\ufeff---\na: b\n---\nbody', 'yaml', 'a: b\n'],
    ['YAML with CRLF', '---\r\na: b\r\n---\r\nbody', 'yaml', 'a: b\r\n'],
    ['YAML that three dots end', '---\na: b\n...\nbody', 'yaml', 'a: b\n'],
    ['TOML', '+++\na = "b"\n+++\nbody', 'toml', 'a = "b"\n'],
    ['JSON of Hexo', ';;;\n"a": "b"\n;;;\nbody', 'json', '"a": "b"\n'],
    ['JSON of Hugo', '{\n"a": "b"\n}\nbody', 'json', '{\n"a": "b"\n}'],
  ])('finds %s', (_, text, format, source) => {
    const found = findFrontMatter(text);
    expect(found?.format).toBe(format);
    expect(text.slice(found?.region.start, found?.region.end)).toBe(source);
    expect(text.slice(found?.end)).toBe('body');
  });

  it.each([
    ['prose between thematic breaks', '---\n![](a.png)\n---\n'],
    ['one that is not closed', '---\na: b\n'],
    ['one that does not start the document', '\n---\na: b\n---\n'],
    ['a template in braces', '{{ x }}\n'],
    ['a setext heading', 'Title\n---\n'],
  ])('takes %s for none', (_, text) => {
    expect(findFrontMatter(text)).toBeUndefined();
    expect(findFrontMatter(text, { withoutOpener: true })).toBeUndefined();
  });

  it('finds Hexo’s old form without an opener only where it is asked for', () => {
    const text = 'title: a\ncover: /a.png\n---\nbody';
    expect(findFrontMatter(text)).toBeUndefined();
    expect(findFrontMatter(text, { withoutOpener: true })?.end).toBe(text.indexOf('body'));
  });
});

describe('locateFrontMatter', () => {
  it.each([
    ['Butterfly', 'cover: https://h/a.png\ntop_img: /img/b', ['https://h/a.png', '/img/b']],
    ['Fluid', 'index_img: /a.png\nbanner_img: /b.png\nog_img: /c.png', ['/a.png', '/b.png', '/c.png']],
    ['Tranquilpeak', 'thumbnailImage: t.png\ncoverImage: c.jpg', ['t.png', 'c.jpg']],
    ['Hexo', 'photos:\n  - a.jpg\n  - https://h/b', ['a.jpg', 'https://h/b']],
    ['PaperMod', 'cover:\n  image: a.png\n  alt: x.png', ['a.png']],
    ['Chirpy', 'image:\n  path: /a\n  lqip: data:image/webp;base64,AA\n  alt: b', ['/a', 'data:image/webp;base64,AA']],
    ['minimal-mistakes', 'header:\n  teaser: /t.png\n  overlay_image: /o.jpg', ['/t.png', '/o.jpg']],
    ['LoveIt', 'featuredImage: "f.png"\nfeaturedImagePreview: p.png', ['f.png', 'p.png']],
    ['Clarity', 'featureImage: "f.png"\nthumbnail: t.png\nshareImage: s.png', ['f.png', 't.png', 's.png']],
    ['Obsidian', 'cover: "[[x y.jpg]]"\nbanner: "![[z.png|100]]"', ['x y.jpg', 'z.png']],
    [
      'VitePress’ head',
      'head:\n  - - meta\n    - property: og:image\n      content: /card\n  - - meta\n    - content: t.png\n      name: twitter:image\n  - - meta\n    - name: description\n      content: d.png\n  - [link, { rel: icon, href: /i.png }]\n  - [meta, { property: "og:image:url", content: u.png }]',
      ['/card', 't.png', '/i.png', 'u.png'],
    ],
    [
      'Starlight’s head',
      'head:\n  - tag: meta\n    attrs:\n      property: og:image\n      content: https://h/s.png\n  - tag: meta\n    attrs:\n      property: og:title\n      content: n.png',
      ['https://h/s.png'],
    ],
    ['an unknown key by its looks', 'my_thing: https://h/a.webp?x=1', ['https://h/a.webp?x=1']],
    ['an unknown key by its host', 'my_thing: https://mmbiz.qpic.cn/x/640', ['https://mmbiz.qpic.cn/x/640']],
    ['a style suffix', 'a: https://h/a.jpg!blog.webp', ['https://h/a.jpg!blog.webp']],
    ['a name with a space under an image key', 'cover: my pic.png', ['my pic.png']],
    ['a background in CSS', 'background: url(https://h/a.jpg)', ['https://h/a.jpg']],
  ])('finds what %s names', (_, source, expected) => {
    expect(yaml(source)).toEqual(expected);
  });

  it.each([
    ['false', 'cover: false\ntop_img: true'],
    ['a colour', "cover: '#fff000'\ntop_img: rgb(1, 2, 3)"],
    ['a gradient', 'top_img: "linear-gradient(20deg, #0062be, #925696)"'],
    ['nothing', 'cover:\nthumbnail: ""'],
    ['a name of an icon', 'icon: fa-solid fa-image'],
    ['a word', 'banner: big'],
    ['prose', 'title: logo.png\ndescription: see a.png'],
    ['a sentence under an unknown key', 'note: look at a.png'],
    ['a route', 'permalink: /a.png\naliases:\n  - /b.png'],
    ['a link of a banner', 'banner:\n  url: https://h/page'],
    ['a comment', '# cover: /a.png\ntitle: x # /b.png'],
  ])('takes %s for no image', (_, source) => {
    expect(yaml(source)).toEqual([]);
  });

  it('reads TOML and JSON alike', () => {
    expect(locate('+++\ntitle = "a.png"\n[cover]\nimage = "/a.png"\n+++\n')).toEqual(['/a.png']);
    expect(locate(';;;\n"cover": "/a.png",\n"title": "b.png"\n;;;\n')).toEqual(['/a.png']);
    expect(locate('{\n  "images": ["/a.png", "/b.png"]\n}\n')).toEqual(['/a.png', '/b.png']);
  });

  it('takes the brackets of a wikilink away where a remote address is written', () => {
    const text = '---\ncover: "[[x.jpg]]"\n---\n';
    const frontMatter = findFrontMatter(text);
    const [reference] = frontMatter ? locateFrontMatter(text, frontMatter) : [];
    expect(reference?.escaping).toEqual(['wikilink', 'yaml-double']);
    expect(reference?.remoteForm?.edits.map(({ start, end }) => text.slice(start, end))).toEqual(['[[', ']]']);
    expect(reference?.remoteForm?.escaping).toEqual(['yaml-double']);
  });

  it('turns PaperMod’s cover.relative off where a remote address is written', () => {
    const text = '---\ncover:\n  image: a.png\n  relative: true # page\n---\n';
    const frontMatter = findFrontMatter(text);
    const [reference] = frontMatter ? locateFrontMatter(text, frontMatter) : [];
    const at = text.indexOf('true');
    expect(reference?.remoteForm?.edits).toEqual([{ start: at, end: at + 4, text: 'false' }]);
  });
});

describe('readPostFacts', () => {
  const facts = (source: string) => {
    const text = `---\n${source}\n---\n`;
    return readPostFacts(text, findFrontMatter(text));
  };

  it('reads what decides how addresses are read', () => {
    expect(facts('typora-root-url: "../static"\nmedia_subpath: /posts/1 # mine\ndate: 2024-01-02')).toEqual({
      rootUrl: '../static',
      mediaSubpath: '/posts/1',
      date: Date.UTC(2024, 0, 2),
    });
    expect(facts('mdx:\n  format: md')).toEqual({ format: 'md' });
    expect(facts('title: a')).toEqual({});
  });

  it.each([
    ['2024-01-02', '2024-01-02T00:00:00Z'],
    ['2024/1/2 3:04', '2024-01-02T03:04:00Z'],
    ['2024-01-02 10:00:00', '2024-01-02T10:00:00Z'],
    ['2024-01-02T10:00:00+08:00', '2024-01-02T02:00:00Z'],
    ['2024-01-02 10:00:00 +0800', '2024-01-02T02:00:00Z'],
    ['2024-01-02T10:00:00.123Z', '2024-01-02T10:00:00Z'],
  ])('reads the date %s', (written, instant) => {
    expect(parseDate(written)).toBe(Date.parse(instant));
  });

  it('takes what is no date for none', () => {
    expect(parseDate('{{ date }}')).toBeUndefined();
    expect(parseDate(undefined)).toBeUndefined();
  });
});
