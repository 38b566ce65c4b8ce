import { LEFT_BRACE, LESS_THAN } from '../characters.js';
import { readExpression } from './read-expression.js';
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
export function readMdxMarkup(text: string, start: number, limit: number): MdxMarkup | undefined {
  const code = text.charCodeAt(start);
  if (code === LEFT_BRACE) {
    const end = readExpression(text, start, limit);
    return end < 0 ? undefined : { end };
  }
  if (code !== LESS_THAN) return undefined;
  if (text.startsWith('<!--', start)) {
    const close = text.indexOf('-->', start + 4);
    return close < 0 || close + 3 > limit ? undefined : { end: close + 3 };
  }
  const tag = readJsxTag(text, start, limit);
  return tag && { end: tag.end, tag };
}
