import { padText, textWidth } from './text-width.js';

export interface TableColumn {
  readonly title: string;
  /** Numbers stand at the end. */
  readonly align?: 'start' | 'end';
}

/** Rows under titles, columns as wide as their widest cell, two spaces between them. */
export function textTable(columns: readonly TableColumn[], rows: readonly (readonly string[])[]): readonly string[] {
  const titles = columns.map(({ title }) => title);
  const widths = columns.map((_, index) => Math.max(...[titles, ...rows].map((row) => textWidth(row[index] ?? ''))));
  const lineOf = (row: readonly string[]): string =>
    columns
      .map(({ align }, index) => padText(row[index] ?? '', widths[index] ?? 0, align === 'end' ? 'start' : 'end'))
      .join('  ')
      .trimEnd();
  return [titles, ...rows].map(lineOf);
}
