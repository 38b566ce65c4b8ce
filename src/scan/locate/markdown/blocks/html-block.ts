import type { BlockExtension } from '../../../located.js';
import { LESS_THAN, skipSpacesAndTabs } from '../../characters.js';
import { readRawTag } from '../inlines/raw-html.js';
import type { LineCursor } from './line-cursor.js';

/** What ends an HTML block: a line that holds the pattern, or a blank line. */
export type HtmlBlockEnd = RegExp | 'blank-line';

interface Condition {
  readonly start: RegExp;
  readonly end: HtmlBlockEnd;
}

const blockNames =
  'address|article|aside|base|basefont|blockquote|body|caption|center|col|colgroup|dd|details|dialog|dir|div|dl|dt|' +
  'fieldset|figcaption|figure|footer|form|frame|frameset|h[1-6]|head|header|hr|html|iframe|legend|li|link|main|menu|' +
  'menuitem|nav|noframes|ol|optgroup|option|p|param|search|section|summary|table|tbody|td|tfoot|th|thead|title|tr|' +
  'track|ul';

/** CommonMark 4.6, start and end conditions 1 to 6 in their order. */
const conditions: readonly Condition[] = [
  { start: /^<(?:script|pre|textarea|style)(?:[ \t>]|$)/i, end: /<\/(?:script|pre|textarea|style)>/i },
  { start: /^<!--/, end: /-->/ },
  { start: /^<\?/, end: /\?>/ },
  { start: /^<![A-Za-z]/, end: />/ },
  { start: /^<!\[CDATA\[/, end: /\]\]>/ },
  { start: new RegExp(`^</?(?:${blockNames})(?:[ \\t]|/?>|$)`, 'i'), end: 'blank-line' },
];

/**
 * What ends the HTML block that starts on the line; undefined where none starts.
 *
 * @param mayContinueParagraph whether a paragraph is open that the line would go on with: condition 7 can't end one
 */
export function readHtmlBlockStart(line: LineCursor, mayContinueParagraph: boolean): HtmlBlockEnd | undefined {
  if (line.codeAt(line.nonspace) !== LESS_THAN) return undefined;
  const rest = line.text.slice(line.nonspace, line.end);
  for (const { start, end } of conditions) if (start.test(rest)) return end;
  return !mayContinueParagraph && isOneTag(rest) ? 'blank-line' : undefined;
}

/**
 * What the tag that begins on the line says of its content, by Markdown Extra's attribute `markdown`: text of a
 * paragraph, blocks, or nothing. kramdown wants a value of it.
 */
export function markdownIn(line: LineCursor, extensions: ReadonlySet<BlockExtension>): 'none' | 'blocks' | 'text' {
  const hasValues = extensions.has('markdown-in-html-by-value');
  if (!hasValues && !extensions.has('markdown-in-html')) return 'none';
  const tag = /^<[a-z][\w-]*\s[^<>]*>/i.exec(line.text.slice(line.nonspace, line.end))?.[0] ?? '';
  const attribute = /\smarkdown(?:=(["']?)(1|block|span)\1)?(?=[\s>])/.exec(tag);
  if (!attribute || (hasValues && attribute[2] === undefined)) return 'none';
  return attribute[2] === 'span' ? 'text' : 'blocks';
}

export function endsHtmlBlock(end: HtmlBlockEnd, line: LineCursor): boolean {
  return end === 'blank-line' ? line.isBlank : end.test(line.text.slice(line.offset, line.end));
}

/** CommonMark 4.6, start condition 7: a complete open or closing tag, and only spaces and tabs after it. */
function isOneTag(rest: string): boolean {
  const end = readRawTag(rest, 0);
  return end > 0 && skipSpacesAndTabs(rest, end, rest.length) === rest.length;
}
