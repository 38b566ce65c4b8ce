import { ASTERISK, HYPHEN, isSpaceOrTab, UNDERSCORE } from '../../characters.js';
import type { LineCursor } from './line-cursor.js';

/** Whether the line is a thematic break: CommonMark 4.1. */
export function isThematicBreak(line: LineCursor): boolean {
  const marker = line.codeAt(line.nonspace);
  if (marker !== ASTERISK && marker !== HYPHEN && marker !== UNDERSCORE) return false;
  let markers = 0;
  for (let at = line.nonspace; at < line.end; at++) {
    const code = line.text.charCodeAt(at);
    if (code === marker) markers++;
    else if (!isSpaceOrTab(code)) return false;
  }
  return markers >= 3;
}
