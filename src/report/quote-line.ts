import type { LinePart } from '../core/explanation.js';
import { unshowable } from '../messages/printable.js';
import { textWidth } from './text-width.js';

/** A line of a document, and below it what is meant. */
export interface QuotedLine {
  readonly text: string;
  readonly underline: string;
}

/** Characters before the part that stay when a long line is cut. */
const context = 24;

/** Quotes a line with its part underlined, cut to so many columns around the part. */
export function quoteLine(line: string, { column, length }: LinePart, width: number): QuotedLine {
  const shown = visible(line);
  const at = column - 1;
  const isWhole = textWidth(shown.slice(0, width + 1)) <= width && shown.length <= width;
  const from = isWhole ? 0 : wholeCharacter(shown, Math.max(0, at - context));
  const lead = from > 0 ? '…' : '';
  const fitting = isWhole ? shown : startWithin(shown.slice(from, from + width), width - 2);
  const tail = from + fitting.length < shown.length ? '…' : '';
  const before = lead + shown.slice(from, at);
  const part = shown.slice(at, Math.min(at + length, from + fitting.length));
  const underline = `${' '.repeat(textWidth(before))}${'^'.repeat(Math.max(1, textWidth(part)))}`;
  return { text: lead + fitting + tail, underline };
}

/** Each character that a terminal would act on becomes one that it shows, so that columns stay. */
const visible = (line: string): string => line.replaceAll('\t', ' ').replace(unshowable, '\ufffd');

/** The longest start that takes no more than so many columns. */
function startWithin(text: string, width: number): string {
  let end = text.length;
  while (end > 0 && textWidth(text.slice(0, end)) > width) end -= 1;
  return text.slice(0, end).replace(/[\ud800-\udbff]$/, '');
}

/** Not between the halves of a character. */
const wholeCharacter = (text: string, at: number): number => (/[\udc00-\udfff]/.test(text[at] ?? '') ? at + 1 : at);
