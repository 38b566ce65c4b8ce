import type { Language } from '../messages/catalogue.js';
import type { MessageFacts } from '../messages/fill-template.js';
import { label } from '../messages/label.js';
import type { LabelId } from '../messages/label-ids.js';
import { punctuation } from '../messages/punctuation.js';
import { createTextStyle, type StyleName, type TextStyle } from './text-style.js';
import { wrapText } from './text-width.js';
import type { View } from './view.js';

/** What the parts of a text report write with. */
export interface ReportWriter {
  readonly view: View;
  readonly lang: Language;
  readonly style: TextStyle;
  word(id: LabelId, facts?: MessageFacts): string;
  /** A line as it is, indented. */
  line(text: string, indent?: number): void;
  /** A text that is broken at the terminal's width. */
  prose(text: string, indent?: number, style?: StyleName): void;
  /** A sentence of a list; what follows its first line stands under its text. */
  item(text: string, indent: number): void;
  /** An empty line, and a heading. */
  heading(text: string): void;
  /** `text: value`, in the language's marks. */
  pair(name: string, value: string): string;
  /** Parts with the language's commas between them. */
  list(parts: readonly string[]): string;
  /** A heading with a count. */
  countedHeading(text: string, count: number): void;
  gap(): void;
  /** All lines, with a line's end at the end. */
  end(): string;
}

const narrowest = 40;
const widest = 100; // longer lines are hard to read

export function createReportWriter(view: View): ReportWriter {
  const lines: string[] = [];
  const style = createTextStyle(view);
  const marks = punctuation[view.lang];
  const heading = (text: string): void => {
    if (lines.length > 0) lines.push('');
    lines.push(...wrapText(text, width).map((line) => style('bold', line)));
  };
  const width = Math.min(widest, Math.max(narrowest, view.width));
  return {
    view,
    lang: view.lang,
    style,
    word: (id, facts) => label(id, view.lang, facts),
    line: (text, indent = 0) => void lines.push(`${' '.repeat(indent)}${text}`.trimEnd()),
    prose(text, indent = 0, name) {
      for (const line of wrapText(text, width - indent)) {
        lines.push(' '.repeat(indent) + (name === undefined ? line : style(name, line)));
      }
    },
    item(text, indent) {
      const [first = '', ...rest] = wrapText(text, width - indent - 2);
      lines.push(`${' '.repeat(indent)}- ${first}`, ...rest.map((line) => ' '.repeat(indent + 2) + line));
    },
    heading,
    pair: (name, value) => `${name}${marks.colon}${value}`,
    list: (parts) => parts.join(marks.comma),
    countedHeading: (text, count) => heading(`${text}${marks.openParenthesis}${count}${marks.closeParenthesis}`),
    gap: () => void lines.push(''),
    end: () => (lines.length === 0 ? '' : `${lines.join('\n')}\n`),
  };
}
