import { JavaScriptReader } from './javascript-reader.js';

/**
 * Reads the expressions in braces of one text. Where one has no end the text is no MDX, and none is looked for any
 * more: each would be read to the end of the text.
 */
export class Expressions {
  private isBroken = false;

  constructor(readonly text: string) {}

  /**
   * @param start where the opening brace stands
   * @returns the end, after the closing brace; -1 where there is none
   */
  read(start: number): number {
    if (this.isBroken) return -1;
    const reader = new JavaScriptReader(this.text, start, this.text.length, 'operator');
    reader.step();
    while (!reader.isBalanced && !reader.isOver) reader.step();
    this.isBroken = !reader.isBalanced || reader.at < 0;
    return this.isBroken ? -1 : reader.at;
  }
}
