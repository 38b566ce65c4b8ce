import { SPACE, TAB } from '../../characters.js';

/** Tabs behave as if they were filled to the next multiple of four: CommonMark 2.2. */
const columnsToTabStop = (column: number): number => 4 - (column & 3);

/** Walks through a document line by line and, in a line, through its columns. */
export class LineCursor {
  /** Where the line starts, where it ends (its ending outside), and where the next one starts. */
  start = 0;
  end = 0;
  next: number;
  /** How far the line is read, as offset in the document and as column. */
  offset = 0;
  column = 0;
  /** The first character from `offset` on that is neither space nor tab. */
  nonspace = 0;
  isBlank = false;

  private nonspaceColumn = 0;
  /** The next LF at or after the line's start, as `nextReturn` is the next CR; -1 where there is none. */
  private nextFeed: number;

  constructor(
    readonly text: string,
    from: number,
    /** Columns of indentation that a block's start may have; beyond, it is indented code. */
    readonly deepestIndent: number,
    private nextReturn = text.indexOf('\r', from),
  ) {
    this.next = from;
    this.nextFeed = text.indexOf('\n', from);
  }

  /** Another one, for the lines after this. */
  ahead(): LineCursor {
    return new LineCursor(this.text, this.next, this.deepestIndent, this.nextReturn);
  }

  /** Columns between `offset` and `nonspace`. */
  get indent(): number {
    return this.nonspaceColumn - this.column;
  }

  get isAtEndOfText(): boolean {
    return this.next >= this.text.length;
  }

  /** Takes what stands from `position` on for a line. */
  openLineAt(position: number): void {
    this.next = position;
    this.openLine();
  }

  /** A line ends with LF, CR LF or CR: CommonMark 2.1. */
  openLine(): void {
    const { text, next: start } = this;
    if (this.nextFeed >= 0 && this.nextFeed < start) this.nextFeed = text.indexOf('\n', start);
    const feed = this.nextFeed;
    this.start = start;
    this.end = feed < 0 ? text.length : feed;
    this.next = feed < 0 ? text.length : feed + 1;
    if (this.nextReturn >= 0) this.endAtReturn();
    this.offset = start;
    this.column = 0;
    this.findNonspace();
  }

  private endAtReturn(): void {
    if (this.nextReturn < this.start) this.nextReturn = this.text.indexOf('\r', this.start);
    if (this.nextReturn < 0 || this.nextReturn >= this.end) return;
    const isBeforeFeed = this.nextReturn === this.end - 1 && this.next === this.end + 1;
    this.end = this.nextReturn;
    if (!isBeforeFeed) this.next = this.end + 1;
  }

  findNonspace(): void {
    const { text, end } = this;
    let position = this.offset;
    let column = this.column;
    for (; position < end; position++) {
      const code = text.charCodeAt(position);
      if (code === SPACE) column++;
      else if (code === TAB) column += columnsToTabStop(column);
      else break;
    }
    this.nonspace = position;
    this.nonspaceColumn = column;
    this.isBlank = position >= end;
  }

  /** The character at `position`, NaN at and after the line's end. */
  codeAt(position: number): number {
    return position < this.end ? this.text.charCodeAt(position) : Number.NaN;
  }

  /** Moves to a character of the line that no tab stands before, counted from `nonspace`. */
  advanceFromNonspace(characters: number): void {
    this.column += this.indent + characters;
    this.offset = this.nonspace + characters;
    this.findNonspace();
  }

  /** Moves over columns of spaces and tabs, not beyond `nonspace`; a tab can be left in its middle. */
  advanceColumns(columns: number): void {
    const target = this.column + columns;
    while (this.column < target && this.offset < this.end) {
      const width = this.text.charCodeAt(this.offset) === TAB ? columnsToTabStop(this.column) : 1;
      if (this.column + width > target) {
        this.column = target;
        break;
      }
      this.column += width;
      this.offset++;
    }
  }
}
