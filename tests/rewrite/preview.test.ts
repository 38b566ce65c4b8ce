import { describe, expect, it } from 'vitest';
import { cleanMarkup } from '../../src/rewrite/preview/clean-markup.js';
import { pictureAddress, pictureAt, picturesNamed } from '../../src/rewrite/preview/picture-addresses.js';
import { loadPreview } from '../../src/rewrite/preview/render-preview.js';

const pictureOf = (picture: number) => (picture < 10 ? { src: `/picture/${picture}?a&b`, width: 320 } : undefined);
const clean = (html: string): string => cleanMarkup(html, pictureOf);
const shown = (picture: number, alt = ''): string => `<img src="/picture/${picture}?a&amp;b" width="320" alt="${alt}">`;

describe('the markup of a preview', () => {
  it.each([
    [
      'elements that say how it looks, without their attributes',
      '<h1 id="x" onclick="f()">A</h1><hr>',
      '<h1>A</h1><hr>',
    ],
    ['the words of a link, which leads nowhere', '<a href="javascript:f()">b</a>', '<span class="link">b</span>'],
    ['the words of an element that it doesn’t know', '<blink>a <b>b</b></blink>', 'a <b>b</b>'],
    ['characters as they were', '&lt;script&gt; &amp; "', '&lt;script&gt; &amp; &quot;'],
    ['a table', '<table><tr><td>x</td></tr></table>', '<table><tr><td>x</td></tr></table>'],
    ['nothing of a script, and what stands behind it', 'a<script>f("<b>")</script>b', 'ab'],
    ['nothing of what is inside of a frame', '<iframe><p>a</p><img src="x"></iframe>b', 'b'],
    ['nothing of one within another', '<svg><title>a</title><style>b</style>c</svg>d', 'd'],
    ['a line’s end', 'a<br/>b', 'a<br>b'],
  ])('keeps %s', (_, html, expected) => {
    expect(clean(html)).toBe(expected);
  });

  it.each([
    [
      'a picture that is at hand',
      `<img src="${pictureAddress(3)}" alt="a &quot;b&quot;">`,
      shown(3, 'a &quot;b&quot;'),
    ],
    [
      'one that is not, by its words',
      `<img src="${pictureAddress(10)}" alt="<b>">`,
      '<span class="other">&lt;b&gt;</span>',
    ],
    ['one that is not and has no words', `<img src="${pictureAddress(10)}">`, '<span class="other">…</span>'],
    ['one from elsewhere, by its words', '<img src="https://a.example/b.png" alt="c">', '<span class="other">c</span>'],
    ['one from elsewhere without words', '<img src="b.png">', '<span class="other">b.png</span>'],
    ['one with neither', '<img>', '<span class="other"></span>'],
    ['an element that shows a picture', `<video-box src="${pictureAddress(1)}"></video-box>`, shown(1)],
    ['several in a text', `a ${pictureAddress(1)} <b> ${pictureAddress(2)} c`, `a ${shown(1)} <b> ${shown(2)} c</b>`],
  ])('shows %s', (_, html, expected) => {
    expect(clean(html)).toBe(expected);
  });

  it.each([
    ['a Hexo tag', `x {% asset_img ${pictureAddress(4)} "a" %} y`],
    ['a Hugo shortcode', `x {{< figure src="${pictureAddress(4)}" >}} y`],
    ['a Hugo shortcode of Markdown', `x {{% figure src="${pictureAddress(4)}" %}} y`],
    ['an embed of Obsidian', `x ![[${pictureAddress(4)}|300]] y`],
    ['an address', `x ${pictureAddress(4)} y`],
  ])('puts a picture in the place of %s', (_, text) => {
    expect(clean(text.replaceAll('<', '&lt;').replaceAll('>', '&gt;'))).toBe(`x ${shown(4)} y`);
  });
});

describe('the addresses of a review’s pictures', () => {
  it('are found where they stand', () => {
    expect(picturesNamed(`a ${pictureAddress(12)} b ${pictureAddress(3)}`)).toEqual([12, 3]);
    expect(picturesNamed('https://review.example/3')).toEqual([]);
  });

  it('are told from others', () => {
    expect(pictureAt(pictureAddress(12))).toBe(12);
    expect(pictureAt(`x${pictureAddress(12)}`)).toBeUndefined();
    expect(pictureAt('')).toBeUndefined();
    expect(pictureAt(undefined)).toBeUndefined();
  });
});

it('a preview shows the covers of the front matter, and the post as plain Markdown', async () => {
  const render = await loadPreview();
  const post = `---\ncover: ${pictureAddress(1)}\nbanner: ${pictureAddress(2)}\n---\n# A\n\n![b](${pictureAddress(3)}) <script>f()</script>\n`;
  expect(render(post, pictureOf)).toBe(`<p>${shown(1)} ${shown(2)}</p><h1>A</h1>&#10;<p>${shown(3, 'b')} </p>&#10;`);
  expect(render('**a**', pictureOf)).toBe('<p><strong>a</strong></p>&#10;');
});
