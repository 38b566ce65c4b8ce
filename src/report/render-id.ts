import { jsonText } from '../lib/json-text.js';
import { familyLabel, type IdMeaning } from '../messages/id-reference.js';
import { createReportWriter, type ReportWriter } from './report-writer.js';
import type { View } from './view.js';

/** What was asked for, and all that it stands for. */
export interface ExplainedId {
  readonly id: string;
  readonly meanings: readonly IdMeaning[];
}

/** Every format of an id's explanation. */
const formats = {
  text: idText,
  json: idJson,
} as const satisfies Record<string, (explained: ExplainedId, view: View) => string>;

export type IdFormat = keyof typeof formats;

/** What a code of an error, a reason, a rule or a note means, and what to do. */
export function renderId(explained: ExplainedId, { format, ...view }: View & { readonly format: IdFormat }): string {
  return formats[format](explained, view);
}

function idText({ id, meanings }: ExplainedId, view: View): string {
  const writer = createReportWriter(view);
  for (const meaning of meanings) writeMeaning(id, meaning, writer);
  return writer.end();
}

function writeMeaning(id: string, meaning: IdMeaning, writer: ReportWriter): void {
  const { advice, cases = [], consequence, expected, family, level, source, text } = meaning;
  writer.heading([id, writer.word(familyLabel(family)), level].filter((part) => part !== undefined).join(' · '));
  writer.prose(text, 2);
  if (source !== undefined) writer.prose(writer.style('dim', source), 2);
  if (advice !== undefined) writer.prose(`→ ${advice}`, 2);
  if (expected !== undefined) writer.prose(writer.pair(writer.style('dim', writer.word('word-expected')), expected), 2);
  for (const { condition, text: said } of cases) writer.item(writer.pair(`\`${condition}\``, said), 2);
  if (consequence !== undefined) writer.prose(consequence, 2);
}

function idJson({ id, meanings }: ExplainedId): string {
  const records = meanings.map(({ advice, cases = [], expected, family, source, text }) => ({
    kind: family,
    text,
    advice: advice ?? null,
    expected: expected ?? null,
    cases,
    source: source ?? null,
  }));
  return `${jsonText({ version: 1, id, meanings: records }, 2)}\n`;
}
