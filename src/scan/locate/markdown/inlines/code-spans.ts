import { BACKTICK, skipRun } from '../../characters.js';

/** Finds where code spans end (CommonMark 6.1), reading each character of the text twice at most. */
export class CodeSpans {
  /** Where the last backtick string of each length starts. */
  private last: ReadonlyMap<number, number> | undefined;

  constructor(private readonly text: string) {}

  /**
   * @param start where a backtick string starts
   * @returns the end of the code span; where there is none, the end of the backtick string
   */
  skip(start: number): number {
    const opened = skipRun(this.text, start, this.text.length, BACKTICK);
    const length = opened - start;
    this.last ??= this.findLast();
    if ((this.last.get(length) ?? -1) < opened) return opened;
    for (let end = opened; ; ) {
      const from = this.text.indexOf('`', end);
      end = skipRun(this.text, from, this.text.length, BACKTICK);
      if (end - from === length) return end;
    }
  }

  private findLast(): ReadonlyMap<number, number> {
    const { text } = this;
    const last = new Map<number, number>();
    for (let from = text.indexOf('`'); from >= 0; ) {
      const end = skipRun(text, from, text.length, BACKTICK);
      last.set(end - from, from);
      from = text.indexOf('`', end);
    }
    return last;
  }
}
