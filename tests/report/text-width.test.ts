import { describe, expect, it } from 'vitest';
import { textTable } from '../../src/report/text-table.js';
import { cutText, padText, textWidth, wrapText } from '../../src/report/text-width.js';

describe('textWidth', () => {
  it.each([
    ['', 0],
    ['abc', 3],
    ['图床', 4],
    ['（）', 4],
    ['ｆｕｌｌ', 8],
    ['한글', 4],
    ['é', 1],
    ['e\u0301', 1],
    ['🚢', 2],
    ['👨‍👩‍👧', 2],
    ['❤️', 2],
    ['…', 1],
    ['café · naïve → “✓”', 18],
    ['✓\ufe0f', 2],
    ['co\u00adoperate', 9],
    ['█░', 2],
    ['\u001b[31mred\u001b[39m', 3],
    ['𠮷', 2],
    ['a\u200bb', 2],
  ])('%j takes %d columns', (text, width) => {
    expect(textWidth(text)).toBe(width);
  });
});

describe('padText', () => {
  it('fills up at either end, by columns', () => {
    expect(padText('图', 4)).toBe('图  ');
    expect(padText('图', 4, 'start')).toBe('  图');
    expect(padText('toolong', 3)).toBe('toolong');
  });
});

describe('cutText', () => {
  it.each([
    ['short', 10, 'short'],
    ['https://h.example/a/b/c.png', 11, 'https…c.png'],
    ['图片很长很长.png', 9, '图片….png'],
    ['abc', 1, '…'],
    ['abc', 0, ''],
  ])('%j in %d columns', (text, width, expected) => {
    const cut = cutText(text, width);
    expect(textWidth(cut)).toBeLessThanOrEqual(width);
    expect(cut).toBe(expected);
  });
});

describe('wrapText', () => {
  it.each([
    ['one two three', 7, ['one two', 'three']],
    ['run `a b c` now', 6, ['run', '`a b c`', 'now']],
    ['图床已关闭，请重试。', 10, ['图床已关', '闭，请重', '试。']],
    ['a', 5, ['a']],
    ['', 5, ['']],
    ['averylongwordthatdoesnotfit x', 5, ['averylongwordthatdoesnotfit', 'x']],
  ])('%j in %d columns', (text, width, lines) => {
    expect(wrapText(text, width)).toEqual(lines);
  });

  it('loses nothing but spaces', () => {
    const text = '请运行 `imgferry undo`，然后 check (again). 完成！Ünïcödé 🚢 “引号”';
    expect(wrapText(text, 12).join('').replaceAll(' ', '')).toBe(text.replaceAll(' ', ''));
  });
});

describe('textTable', () => {
  it('aligns Chinese and numbers', () => {
    expect(
      textTable(
        [{ title: '主机' }, { title: 'n', align: 'end' }],
        [
          ['a.example', '10'],
          ['图床', '9'],
        ],
      ),
    ).toEqual(['主机        n', 'a.example  10', '图床        9']);
  });
});
