import { BACKTICK, skipRun } from '../../characters.js';

/** Finds where code spans end (CommonMark 6.1), reading the text's backtick strings once for all of them. */
export class CodeSpans {
  /** Where the strings of each length start, in order, and which of them is the next one. */
  private strings: Map<number, { readonly starts: number[]; next: number }> | undefined;

  constructor(private readonly text: string) {}

  /**
   * @param start where a backtick string starts; it must not shrink between calls
   * @returns the end of the code span; where there is none, the end of the backtick string
   */
  skip(start: number): number {
    const opened = skipRun(this.text, start, this.text.length, BACKTICK);
    const length = opened - start;
    this.strings ??= this.collect();
    const strings = this.strings.get(length);
    if (!strings) return opened;
    while ((strings.starts[strings.next] ?? Number.POSITIVE_INFINITY) < opened) strings.next++;
    const close = strings.starts[strings.next];
    return close === undefined ? opened : close + length;
  }

  private collect(): Map<number, { readonly starts: number[]; next: number }> {
    const { text } = this;
    const strings = new Map<number, { readonly starts: number[]; next: number }>();
    for (let start = text.indexOf('`'); start >= 0; ) {
      const end = skipRun(text, start, text.length, BACKTICK);
      const known = strings.get(end - start);
      if (known) known.starts.push(start);
      else strings.set(end - start, { starts: [start], next: 0 });
      start = text.indexOf('`', end);
    }
    return strings;
  }
}
