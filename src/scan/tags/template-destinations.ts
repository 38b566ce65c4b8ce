import type { InlineConstruct } from '../located.js';

/**
 * Images whose destination starts with a template expression: `![a]({{ site.baseurl }}/a.png)`,
 * `![a]({% asset_path a.png %})`. To CommonMark the space ends the destination and there is no image; but the
 * expression is gone before Markdown sees the text.
 */
export const templateDestinations: readonly InlineConstruct[] = ['{{', '{%'].map((expression) => ({
  opener: `](${expression}`,
  read(text, start, lineEnd) {
    const from = start + 2;
    const limit = Math.min(lineEnd, from + longestDestination);
    const end = destinationEnd(text, from, limit);
    if (end === undefined || !closesImage(text, start)) return undefined;
    return {
      end,
      references: [
        {
          syntax: 'inline-lenient',
          role: 'image',
          span: { start: from, end },
          address: text.slice(from, end),
          escaping: ['markdown-lenient'],
        },
      ],
    };
  },
}));

// Characters; they keep a long line of openers from being read once for each.
const longestDestination = 1024;
const longestLabel = 512;

/** Spaces belong to the destination inside of expressions only. */
function destinationEnd(text: string, from: number, limit: number): number | undefined {
  let at = from;
  while (at < limit) {
    const character = text[at];
    if (character === '{' && (text[at + 1] === '{' || text[at + 1] === '%')) {
      const next = text.indexOf(text.slice(at, at + 2), at + 2); // an expression ends before the next one starts
      const inner = text.slice(at + 2, next < 0 ? limit : Math.min(limit, next));
      const close = inner.indexOf(text[at + 1] === '{' ? '}}' : '%}');
      if (close < 0) return undefined;
      at += close + 4;
    } else if (character === ')' || character === ' ' || character === '\t') {
      return at;
    } else {
      at += 1;
    }
  }
  return undefined;
}

/** Whether the bracket that closes here was opened by `![`, on the same line. */
function closesImage(text: string, close: number): boolean {
  let depth = 0;
  const from = Math.max(0, close - longestLabel);
  for (let at = close - 1; at >= from && text[at] !== '\n'; at -= 1) {
    if (text[at - 1] === '\\') continue;
    if (text[at] === ']') depth += 1;
    if (text[at] !== '[') continue;
    if (depth === 0) return text[at - 1] === '!' && text[at - 2] !== '\\';
    depth -= 1;
  }
  return false;
}
