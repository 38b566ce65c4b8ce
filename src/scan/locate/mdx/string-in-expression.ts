import type { Escaping } from '../../../core/image-reference.js';

/** A string that an expression is, or is made from, without its quotes. */
export interface StringInExpression {
  readonly start: number;
  readonly end: number;
  readonly layer: Extract<Escaping, `js-${string}`>;
  /** `require('./a.png').default`: a module of the site, which no remote address can be. */
  readonly isRequired: boolean;
}

const string = `(["'\`])((?:\\\\[\\s\\S]|(?!\\QUOTE|\\$\\{)[^\\\\\\n])*)\\QUOTE`;
const quoted = (quote: number): string => string.replaceAll('\\QUOTE', `\\${quote}`);

const whole = new RegExp(
  `^\\{\\s*(?:(useBaseUrl|withBase|require)\\(\\s*)?${quoted(2)}\\s*(\\)(?:\\s*\\.\\s*default)?)?\\s*\\}$`,
);
const entry = new RegExp(`[\\w$'"]\\s*:\\s*(?:(useBaseUrl|withBase|require)\\(\\s*)?${quoted(2)}`, 'g');

/**
 * The string that an expression in braces is: a literal, `useBaseUrl('…')`, `require('…').default`. Whatever is
 * computed is none.
 */
export function stringOfExpression(text: string, start: number, end: number): StringInExpression | undefined {
  const match = whole.exec(text.slice(start, end));
  if (!match || (match[1] === undefined) !== (match[4] === undefined)) return undefined;
  return toStringInExpression(match, start + match[0].indexOf(match[2] ?? ''));
}

/** The strings of an object's entries: `{{light: useBaseUrl('/a.png'), dark: '/b.png'}}`. */
export function stringsOfEntries(text: string, start: number, end: number): readonly StringInExpression[] {
  return [...text.slice(start, end).matchAll(entry)].map((match) => {
    const quote = match[0].length - (match[3] ?? '').length - 2;
    return toStringInExpression(match, start + match.index + quote);
  });
}

function toStringInExpression(match: RegExpExecArray, quoteAt: number): StringInExpression {
  const [, callee, quote = '', content = ''] = match;
  const layer = quote === '"' ? 'js-double' : quote === "'" ? 'js-single' : 'js-template';
  const start = quoteAt + 1;
  return { start, end: start + content.length, layer, isRequired: callee === 'require' };
}
