import type { BlockExtension } from '../../../located.js';
import { COLON, isSpaceOrTab } from '../../characters.js';
import { bodyIndent } from './indented-body.js';
import type { LineCursor } from './line-cursor.js';

/** Whether definitions of terms are read at all. */
export const readsDefinitions = (extensions: ReadonlySet<BlockExtension>): boolean =>
  extensions.has('definition-list') || extensions.has('definition-list-of-python');

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
