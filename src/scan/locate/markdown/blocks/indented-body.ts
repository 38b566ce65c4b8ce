import type { BlockExtension } from '../../../located.js';
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
