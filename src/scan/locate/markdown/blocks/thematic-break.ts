import { ASTERISK, HYPHEN, isSpaceOrTab, UNDERSCORE } from '../../characters.js';
import type { LineCursor } from './line-cursor.js';

/** Whether what is left of a line is a thematic break: CommonMark 4.1. */
export class ThematicBreaks {
  /** A character of the last line that was asked for which no break that begins with the same marker goes beyond. */
  private stop = -1;

  isAt(line: LineCursor): boolean {
    const { end, nonspace, text } = line;
    const marker = line.codeAt(nonspace);
    if (marker !== ASTERISK && marker !== HYPHEN && marker !== UNDERSCORE) return false;
    // `- - - - a`: each of the nested items would look at all of it again.
    if (nonspace < this.stop && line.start <= this.stop && this.stop < end) return false;
    let markers = 0;
    for (let at = nonspace; at < end; at++) {
      const code = text.charCodeAt(at);
      if (code === marker) markers++;
      else if (!isSpaceOrTab(code)) {
        this.stop = at;
        return false;
      }
    }
    return markers >= 3;
  }
}
