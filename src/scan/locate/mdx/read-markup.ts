import { LEFT_BRACE, LESS_THAN } from '../characters.js';
import type { Expressions } from './read-expression.js';
import { type JsxTag, readJsxTag } from './read-jsx-tag.js';

export interface MdxMarkup {
  readonly end: number;
  readonly tag?: JsxTag;
}

/**
 * Reads what MDX has in the place of HTML: an expression or comment in braces, a JSX tag, and the HTML comment that
 * Docusaurus still takes for one.
 *
 * @param start where a `{` or a `<` stands
 */
export function readMdxMarkup(expressions: Expressions, start: number): MdxMarkup | undefined {
  const { text } = expressions;
  const code = text.charCodeAt(start);
  if (code === LEFT_BRACE) {
    const end = expressions.read(start);
    return end < 0 ? undefined : { end };
  }
  if (code !== LESS_THAN) return undefined;
  if (text.startsWith('<!--', start)) {
    const close = text.indexOf('-->', start + 4);
    return close < 0 ? undefined : { end: close + 3 };
  }
  const tag = readJsxTag(expressions, start);
  return tag && { end: tag.end, tag };
}
