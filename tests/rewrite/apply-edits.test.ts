import { describe, expect, it } from 'vitest';
import {
  applyEdits,
  applyTextEdits,
  originalsOf,
  reverseTextEdits,
  spansAfter,
} from '../../src/rewrite/apply-edits.js';
import { moved } from './scanned-post.js';

it('takes back brackets that went along with their destination', () => {
  const before = 'cover: "[[a.png]]"\n';
  const edits = [
    { start: 10, end: 15, text: 'https://new.example/a.png' },
    { start: 8, end: 10, text: '' },
    { start: 15, end: 17, text: '' },
  ];
  const after = applyTextEdits(before, edits);
  expect(after).toBe('cover: "https://new.example/a.png"\n');
  const originals = edits.map(({ start, end }) => before.slice(start, end));
  expect(applyTextEdits(after, reverseTextEdits(edits, originals))).toBe(before);
});

describe('applyTextEdits', () => {
  it('puts in before what takes the place of a span, in whatever order they come', () => {
    const insert = { start: 1, end: 1, text: '<' };
    const replace = { start: 1, end: 2, text: 'B' };
    for (const edits of [
      [insert, replace],
      [replace, insert],
    ]) {
      expect(applyTextEdits('abc', edits)).toBe('a<Bc');
    }
  });

  it('reaches to both ends, and takes spans that touch', () => {
    const edits = [
      { start: 0, end: 1, text: 'A' },
      { start: 1, end: 2, text: '' },
      { start: 2, end: 3, text: 'CC' },
    ];
    expect(applyTextEdits('abc', edits)).toBe('ACC');
    expect(applyTextEdits('abc', [])).toBe('abc');
  });

  it.each([
    [
      'overlap',
      [
        { start: 0, end: 2, text: '' },
        { start: 1, end: 3, text: '' },
      ],
      1,
    ],
    ['end before they start', [{ start: 2, end: 1, text: '' }], 2],
    ['end behind the text', [{ start: 2, end: 4, text: '' }], 2],
    ['start before it', [{ start: -1, end: 1, text: '' }], -1],
  ])('refuses spans that %s', (_, edits, at) => {
    expect(() => applyTextEdits('abc', edits)).toThrow(`an edit does not fit at ${at}`);
  });
});

describe('applyEdits', () => {
  const { before, after, edits } = moved('![](https://old.example/a.png) and ![](https://old.example/b.png)\n');

  it('makes the edits that were planned', () => {
    expect(applyEdits(before, edits)).toBe('![](https://new.example/a.png) and ![](https://new.example/b.png)\n');
    expect(originalsOf(before, edits)).toEqual([['https://old.example/a.png'], ['https://old.example/b.png']]);
  });

  it('refuses a text that is another one by now', () => {
    expect(() => applyEdits(after, edits)).toThrow('the text at 4 is not what the edit was planned for');
    expect(() => applyEdits(`x${before}`, edits)).toThrow('the text at 4 is not what the edit was planned for');
  });
});

describe('spansAfter', () => {
  it('tells where each replacement stands, in the order of the edits', () => {
    const edits = [
      { start: 6, end: 8, text: 'long' },
      { start: 0, end: 3, text: 'x' },
      { start: 4, end: 4, text: '++' },
    ];
    const after = applyTextEdits('abcdefgh', edits);
    expect(after).toBe('xd++eflong');
    const spans = spansAfter(edits);
    expect(spans.map(({ start, end }) => after.slice(start, end))).toEqual(['long', 'x', '++']);
  });

  it('takes away what has no original', () => {
    expect(reverseTextEdits([{ start: 1, end: 1, text: 'x' }], [])).toEqual([{ start: 1, end: 2, text: '' }]);
  });
});
