import { describe, expect, it } from 'vitest';
import { decodeText, spellingsOf } from '../../../src/app/orphans/decode-text.js';
import { createKeyIndex } from '../../../src/app/orphans/key-index.js';

function mentions(text: string, key: string): boolean {
  const index = createKeyIndex([key, 'elsewhere/other.png']);
  for (const spelling of spellingsOf(text)) index.mark(spelling);
  return index.isMarked(key);
}

describe('a key is mentioned', () => {
  it.each([
    ['by its address', '![](https://img.example.com/blog/2024/a.png)', '2024/a.png'],
    ['by an address of any host', 'src=//cdn.elsewhere/x/2024/a.png', '2024/a.png'],
    ['by its name alone', 'cover: a.png', '2024/a.png'],
    ['by the end of its path', '![](img/a.png)', '2024/img/a.png'],
    ['by a path from the root of a site', '<img src="/img/a.png">', '2024/img/a.png'],
    ['by a path beside', '![](../../img/a.png)', '2024/img/a.png'],
    ['behind a variable', '{{ site.cdn }}/img/a.png', '2024/img/a.png'],
    ['behind a variable of a script', ['`$', '{base}/a.png`'].join(''), '2024/img/a.png'],
    ['with backslashes', 'img\\\\a.png', '2024/img/a.png'],
    ['with a fragment', '![[a.png#circle]]', 'a.png'],
    ['with a size', '![[a.png|300]]', 'a.png'],
    ['with a query', 'a.png?x-oss-process=image/resize,w_10', 'a.png'],
    ['with a style', 'https://h/a.png!thumb', 'a.png'],
    ['with a style behind a hyphen, an underscore, a slash', 'a.png-small', 'a.png'],
    ['with a style behind a slash', 'https://h/a.png/small', 'a.png'],
    ['at the end of a sentence', 'See a.png.', 'a.png'],
    ['in emphasis', '_a.png_', 'a.png'],
    ['percent-encoded', 'url(%E5%9B%BE%20(1).png)', 'pics/图 (1).png'],
    ['percent-encoded twice', 'url=https%3A%2F%2Fh%2F%25E5%259B%25BE.png', 'pics/图.png'],
    ['percent-encoded in GBK', 'url(%D6%D0%CE%C4.png)', 'pics/中文.png'],
    ['by entities', '&#22270;&#x20;&amp;.png', '图 &.png'],
    ['escaped in JSON', '{"a":"pics\\/\\u56fe.png"}', 'pics/图.png'],
    ['escaped in Markdown', '![](a\\_b\\(1\\).png)', 'a_b(1).png'],
    ['between Chinese words', '封面图片是图1.png。', '图1.png'],
    ['in another case', 'IMG/A.PNG', 'img/a.png'],
    ['composed otherwise', 'cafe\u0301.png', 'caf\u00e9.png'],
    ['without an extension', 'https://h/FkX3_qz9', 'FkX3_qz9'],
    ['with an odd end', '<https://h/图片>', '图片'],
  ])('%s', (_, text, key) => {
    expect(mentions(text, key)).toBe(true);
  });

  it.each([
    ['by a name in another folder', '![](2023/a.png)', '2024/a.png'],
    ['by a name that is longer', 'aa.png', 'a.png'],
    ['by a name that goes on', 'a.pngx', 'a.png'],
    ['by a folder whose name is longer', 'x2024/a.png', '2024/a.png'],
    ['by a path of another folder that JSON escapes', '"2023\\/a.png"', '2024/a.png'],
    ['by nothing at all', '', 'a.png'],
  ])('not %s', (_, text, key) => {
    expect(mentions(text, key)).toBe(false);
  });

  it('not by itself', () => {
    const index = createKeyIndex(['a.svg', 'b.svg']);
    index.mark('a.svg b.svg', 'a.svg');
    expect([index.isMarked('a.svg'), index.isMarked('b.svg')]).toEqual([false, true]);
  });

  it('in no more time than it takes to read, among 100,000 keys', () => {
    const keys = Array.from({ length: 100_000 }, (_, at) => `${at % 100}/图 (${at}).png`);
    const index = createKeyIndex(keys);
    const text = Array.from({ length: 20_000 }, (_, at) => `![](/${at % 100}/图 (${at}).png)`).join('\n');
    const started = performance.now();
    index.mark(text);
    expect(performance.now() - started).toBeLessThan(10_000);
    expect(keys.filter((key) => index.isMarked(key)).length).toBe(20_000);
  });
});

describe('a text is read', () => {
  it.each([
    ['UTF-8', Buffer.from('中文.png')],
    ['UTF-16, little end first', Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from('中文.png', 'utf16le')])],
    ['GB 18030', Buffer.from([0xd6, 0xd0, 0xce, 0xc4, ...Buffer.from('.png')])],
  ])('in %s', (_, bytes) => {
    expect(decodeText(bytes)).toContain('中文.png');
  });

  it('but not where there is none', () => {
    expect(decodeText(Buffer.from([0x89, 0x50, 0, 0]))).toBeUndefined();
  });
});
