import type { Span } from '../../../core/image-reference.js';

/** Parts of a document, as pairs of offsets: start, end, start, end, ... */
export type Parts = readonly number[];

/** The text of a leaf block as its grammar reads it, and where each of its characters stands in the document. */
export class Content {
  private constructor(
    readonly text: string,
    /** Pairs: an offset in `text`, and the document's offset of the part that begins there. */
    private readonly marks: readonly number[],
  ) {}

  /** One stretch of the document, as it stands. */
  static ofSpan(document: string, start: number, end: number): Content {
    return new Content(document.slice(start, end), [0, start]);
  }

  /** Lines without what the containers and the paragraph strip from them, joined by LF. */
  static ofLines(document: string, lines: Parts): Content {
    return Content.join(document, lines, '\n');
  }

  /** Parts that follow each other as if nothing stood between them. */
  static ofParts(document: string, parts: Parts): Content {
    return Content.join(document, parts, '');
  }

  private static join(document: string, parts: Parts, separator: '' | '\n'): Content {
    if (parts.length === 2) return Content.ofSpan(document, parts[0] ?? 0, parts[1] ?? 0);
    const pieces: string[] = [];
    const marks: number[] = [];
    for (let at = 0, length = 0; at < parts.length; at += 2) {
      const start = parts[at] ?? 0;
      const end = parts[at + 1] ?? start;
      marks.push(length, start);
      pieces.push(document.slice(start, end));
      length += end - start + separator.length;
    }
    return new Content(pieces.join(separator), marks);
  }

  /** The document's offset of the character at `offset`. */
  toSource(offset: number): number {
    const { marks } = this;
    let low = 0;
    let high = marks.length / 2 - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((marks[middle * 2] ?? 0) <= offset) low = middle;
      else high = middle - 1;
    }
    return (marks[low * 2 + 1] ?? 0) + offset - (marks[low * 2] ?? 0);
  }

  /** The characters of the document that `text` has between two offsets. */
  toSpan(start: number, end: number): Span {
    const from = this.toSource(start);
    return { start: from, end: end > start ? this.toSource(end - 1) + 1 : from };
  }

  /** The first offset in `text` whose character stands at or after `source` in the document. */
  fromSource(source: number): number {
    const { marks, text } = this;
    let low = 0;
    let high = marks.length / 2 - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((marks[middle * 2 + 1] ?? 0) <= source) low = middle;
      else high = middle - 1;
    }
    const start = marks[low * 2 + 1] ?? 0;
    if (source < start) return 0;
    return Math.min((marks[low * 2] ?? 0) + source - start, marks[low * 2 + 2] ?? text.length);
  }
}
