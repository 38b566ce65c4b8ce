import { describe, expect, it } from 'vitest';
import { quoteLine } from '../../src/report/quote-line.js';
import { textWidth } from '../../src/report/text-width.js';

/** The characters above the underline. */
function underlined(line: string, column: number, length: number, width = 60): string {
  const { text, underline } = quoteLine(line, { column, length }, width);
  expect(textWidth(text)).toBeLessThanOrEqual(width);
  expect(underline).toMatch(/^ *\^+$/);
  const from = underline.indexOf('^');
  let at = 0;
  let part = '';
  for (const character of text) {
    if (at >= from && at < underline.length) part += character;
    at += textWidth(character);
  }
  return part;
}

describe('quoteLine', () => {
  it.each([
    ['a short line', '![a](a.png) x', 6, 5, 'a.png'],
    ['Chinese before it', '中文![图](图.png) x', 8, 5, '图.png'],
    ['a tab before it', '\t![a](a.png)', 7, 5, 'a.png'],
    ['the middle of a long line', `${'x'.repeat(500)}![a](a.png)${'y'.repeat(500)}`, 506, 5, 'a.png'],
    ['the end of a long line', `${'中'.repeat(500)}![a](a.png)`, 506, 5, 'a.png'],
    ['emoji where it is cut', `${'😀'.repeat(101)}![a](a.png)${'😀'.repeat(100)}`, 208, 5, 'a.png'],
  ])('underlines its part in %s', (_, line, column, length, expected) => {
    expect(underlined(line, column, length)).toBe(expected);
  });

  it('underlines as much as there is room for', () => {
    const part = underlined(`![](data:image/png;base64,${'A'.repeat(5000)})`, 5, 5022);
    expect(part).toMatch(/^data:image\/png;base64,A+$/);
  });

  it('points to a place where nothing stands', () => {
    expect(quoteLine('![]()', { column: 5, length: 0 }, 60)).toEqual({ text: '![]()', underline: '    ^' });
  });

  it('shows nothing that a terminal would act on', () => {
    const { text } = quoteLine('a\u001b[31m\u202eb\r', { column: 1, length: 1 }, 60);
    expect(text).toBe('a\ufffd[31m\ufffdb\ufffd');
  });
});
