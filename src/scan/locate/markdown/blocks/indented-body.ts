import type { BlockExtension } from '../../../located.js';
import { COLON, isSpaceOrTab } from '../../characters.js';
import type { LineCursor } from './line-cursor.js';

/** Python-Markdown indents by steps of this many columns, whatever the marker's width. */
export const bodyIndent = 4;

const openers = {
  admonition: /^!!! ?[\p{L}\p{N}_-]+(?: +[\p{L}\p{N}_-]+)*(?: +".*")? *$/u,
  details: /^\?{3}\+? ?(?:[\p{L}\p{N}_-]+(?: +[\p{L}\p{N}_-]+)*(?: +".*")?|".*") *$/u,
  tabs: /^===(?:\+!|!\+|[+!])? +".*" *$/,
} as const satisfies Partial<Record<BlockExtension, RegExp>>;

/** Whether the line is one whose block stands indented below it: `!!! note`, `??? tip "Title"`, `=== "Tab"`. */
export function opensIndentedBody(line: LineCursor, extensions: ReadonlySet<BlockExtension>): boolean {
  const extension = openerOf[String.fromCharCode(line.codeAt(line.nonspace))];
  if (extension === undefined || !extensions.has(extension)) return false;
  return openers[extension].test(line.text.slice(line.nonspace, line.end));
}

const openerOf: Readonly<Record<string, keyof typeof openers>> = { '!': 'admonition', '?': 'details', '=': 'tabs' };

/**
 * Reads the `: ` before what a term means; kramdown's and Goldmark's are indented as list items are.
 *
 * @returns the columns that the lines below are indented by; undefined, and nothing read, where there is no marker
 */
export function readDefinitionMarker(line: LineCursor, extensions: ReadonlySet<BlockExtension>): number | undefined {
  const { indent, nonspace } = line;
  if (line.codeAt(nonspace) !== COLON || !isSpaceOrTab(line.codeAt(nonspace + 1))) return undefined;
  line.advanceFromNonspace(1);
  const isPython = extensions.has('definition-list-of-python');
  const most = isPython ? bodyIndent - 1 : bodyIndent;
  const spaces = line.indent > most && !isPython ? 1 : Math.min(line.indent, most);
  line.advanceColumns(spaces);
  return isPython ? bodyIndent : indent + 1 + spaces;
}
