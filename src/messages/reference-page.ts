import type { VerdictWords } from './say-verdict.js';

export interface ReferenceWords {
  readonly heading: string;
  readonly intro: readonly string[];
  /** Titles of the columns. */
  readonly columns: readonly [id: string, level: string, means: string, advice: string];
}

export interface ReferenceRow extends Omit<VerdictWords, 'seen'> {
  readonly id: string;
  readonly level: string;
}

/** Ids with what they mean and what to do, as a page of Markdown. */
export function referencePage({ heading, intro, columns }: ReferenceWords, rows: readonly ReferenceRow[]): string {
  const cells = rows.map(({ id, level, name, says, advice }) =>
    rowOf([`\`${id}\``, `\`${level}\``, `**${cell(name)}** · ${cell(says)}`, cell(advice)]),
  );
  const table = [rowOf(columns), rowOf(columns.map(() => '---')), ...cells].join('\n');
  return `${[`# ${heading}`, ...intro, table].join('\n\n')}\n`;
}

const rowOf = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;

/** GFM 4.10: a bar in a cell is escaped. */
const cell = (text: string): string => text.replaceAll('|', '\\|');
