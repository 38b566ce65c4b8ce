import { BACKTICK, skipRun, skipSpacesAndTabs, TILDE } from '../../characters.js';
import type { LineCursor } from './line-cursor.js';

/** CommonMark 4.5 */
export interface CodeFence {
  readonly marker: number;
  readonly length: number;
}

const shortestFence = 3;

/** The fence that opens on the line; an info string after backticks holds none. */
export function readOpeningFence(line: LineCursor): CodeFence | undefined {
  const marker = line.codeAt(line.nonspace);
  if (marker !== BACKTICK && marker !== TILDE) return undefined;
  const after = skipRun(line.text, line.nonspace, line.end, marker);
  const length = after - line.nonspace;
  if (length < shortestFence) return undefined;
  if (marker === BACKTICK && line.text.slice(after, line.end).includes('`')) return undefined;
  return { marker, length };
}

export function closesFence(fence: CodeFence, line: LineCursor): boolean {
  if (line.indent > line.deepestIndent || line.codeAt(line.nonspace) !== fence.marker) return false;
  const after = skipRun(line.text, line.nonspace, line.end, fence.marker);
  return after - line.nonspace >= fence.length && skipSpacesAndTabs(line.text, after, line.end) === line.end;
}
