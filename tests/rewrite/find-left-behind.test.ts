import { describe, expect, it } from 'vitest';
import type { AssetState } from '../../src/core/asset.js';
import { findLeftBehind } from '../../src/rewrite/find-left-behind.js';
import { scan } from './scanned-post.js';

const hosts = new Set(['old.example', '127.0.0.1:8080', 'xn--fiqs8s.example']);

function find(text: string, states: Readonly<Record<string, AssetState>> = {}, { blind = false } = {}) {
  const { references, links } = scan(text);
  const stateOf = (url: string): AssetState | undefined => states[url];
  const seen = blind ? {} : { references: [...references, ...links] };
  return findLeftBehind({ text, file: 'post.md', hosts, stateOf, ...seen });
}

describe('findLeftBehind', () => {
  it('names images, links and other places, in order, with where they stand', () => {
    const text = [
      '---\r\ncover: https://old.example/cover.png\r\n---\r\n',
      '![a](https://old.example/a%20b.png#x) [link](http://old.example/page)\r\n',
      '`https://old.example/code.png` ![](https://new.example/b.png)\n',
      '<!-- //old.example/comment.png -->\n',
    ].join('');
    const states = { 'https://old.example/cover.png': 'failed', 'https://old.example/a%20b.png': 'skipped' } as const;
    expect(find(text, states)).toEqual([
      { file: 'post.md', line: 2, column: 8, url: 'https://old.example/cover.png', reason: 'failed' },
      { file: 'post.md', line: 4, column: 6, url: 'https://old.example/a%20b.png', reason: 'skipped' },
      { file: 'post.md', line: 4, column: 46, url: 'http://old.example/page', reason: 'link' },
      { file: 'post.md', line: 5, column: 2, url: 'https://old.example/code.png', reason: 'text' },
      { file: 'post.md', line: 6, column: 6, url: 'https://old.example/comment.png', reason: 'text' },
    ]);
  });

  it('names what stands before an image first, and what begins a line there', () => {
    const places = find('`https://old.example/1.png`\n\n![](https://old.example/2.png)\n\nhttps://old.example/3.png\n');
    expect(places.map(({ url, line, column }) => [url.at(-5), line, column])).toEqual([
      ['1', 1, 2],
      ['2', 3, 5],
      ['3', 5, 1],
    ]);
  });

  it('says of an image of whose way nothing is known that it was not moved, and looks for others without fragment', () => {
    expect(find('![](https://old.example/a.png)').map(({ reason }) => reason)).toEqual(['not-moved']);
    const states = { 'https://old.example/a.svg': 'failed' } as const;
    const [place] = find('`https://old.example/a.svg#a-part`', states, { blind: true });
    expect(place).toMatchObject({ url: 'https://old.example/a.svg#a-part', reason: 'failed' });
  });

  it('calls an image refused that arrived but still stands', () => {
    const [place] = find('![](https://old.example/a.png)', { 'https://old.example/a.png': 'stored' });
    expect(place?.reason).toBe('refused');
  });

  it.each([
    ['a sentence', 'see https://old.example/a.png.', 'https://old.example/a.png'],
    ['parentheses', '(https://old.example/a_(1).png)', 'https://old.example/a_(1).png'],
    ['Chinese punctuation', '见https://old.example/图.png。', 'https://old.example/%E5%9B%BE.png'],
    ['other letter case', 'HTTPS://OLD.Example/a.png', 'https://old.example/a.png'],
    ['the host alone', 'https://old.example', 'https://old.example/'],
    ['no scheme', '//old.example/a.png', 'https://old.example/a.png'],
    ['a port', '`http://127.0.0.1:8080/a.png`', 'http://127.0.0.1:8080/a.png'],
    ['Chinese letters', '`https://中国.example/a.png`', 'https://xn--fiqs8s.example/a.png'],
    ['an entity', '`https://old.example/?a=1&amp;b=2`', 'https://old.example/?a=1&b=2'],
    ['JSON', '`"https:\\/\\/old.example\\/a.png"`', 'https://old.example/a.png'],
    [
      'a query of another host',
      '`https://x.example/?u=https%3A%2F%2Fold.example%2Fa.png&w=1`',
      'https://old.example/a.png',
    ],
    ['a name and a password', '`https://some:one@old.example/a.png`', 'https://old.example/a.png'],
    [
      'a query, with a port',
      '`https://x.example/?u=http%3A%2F%2F127.0.0.1%3A8080%2Fa.png`',
      'http://127.0.0.1:8080/a.png',
    ],
    ['several closers', '((**https://old.example/a.png..).**)!', 'https://old.example/a.png'],
    ['a query without encoding', '`https://x.example/?u=https://old.example/a.png`', 'https://old.example/a.png'],
  ])('finds an address in %s', (_, text, url) => {
    expect(find(text).map((place) => place.url)).toEqual([url]);
  });

  it.each([
    'https://old.example.com/a.png',
    'https://not-old.example/a.png',
    'https://sub.old.example/a.png',
    'http://127.0.0.1/a.png',
    'old.example is a host',
    'https://new.example/old.example/a.png',
  ])('does not take %s for it', (text) => {
    expect(find(text)).toEqual([]);
  });

  it('judges by the image alone where the references are not told', () => {
    const text = '![](https://old.example/a.png) ![](https://old.example/b.png#x) [c](https://old.example/c)';
    const states = { 'https://old.example/a.png': 'failed', 'https://old.example/b.png': 'skipped' } as const;
    expect(find(text, states, { blind: true }).map(({ reason }) => reason)).toEqual(['failed', 'skipped', 'text']);
  });
});
