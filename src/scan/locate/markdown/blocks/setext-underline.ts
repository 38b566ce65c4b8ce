import { EQUALS, HYPHEN, skipRun, skipSpacesAndTabs } from '../../characters.js';
import type { LineCursor } from './line-cursor.js';

/** Whether the line underlines a setext heading: CommonMark 4.3. */
export function isSetextUnderline(line: LineCursor): boolean {
  const code = line.codeAt(line.nonspace);
  if (code !== EQUALS && code !== HYPHEN) return false;
  const after = skipRun(line.text, line.nonspace, line.end, code);
  return skipSpacesAndTabs(line.text, after, line.end) === line.end;
}
