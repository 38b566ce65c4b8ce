import type { CheckFinding } from '../core/finding.js';
import { jsonText } from '../lib/json-text.js';
import { describeError } from '../messages/describe-error.js';
import { describeFinding } from '../messages/describe-finding.js';
import { errorRecord } from './error-record.js';
import { createReportWriter, type ReportWriter } from './report-writer.js';
import type { StyleName } from './text-style.js';
import { padText, textWidth } from './text-width.js';
import type { View } from './view.js';
import { writeAdvice, writeDetails } from './write-error.js';

/** Every format of what `doctor` found. */
const formats = {
  text: doctorText,
  json: doctorJson,
} as const satisfies Record<string, (findings: readonly CheckFinding[], view: View) => string>;

export type DoctorFormat = keyof typeof formats;

/** What `doctor` found, in the order in which it looked. */
export function renderDoctor(
  findings: readonly CheckFinding[],
  { format, ...view }: View & { readonly format: DoctorFormat },
): string {
  return formats[format](findings, view);
}

const marks: Readonly<Record<CheckFinding['level'], readonly [string, StyleName]>> = {
  ok: ['✓', 'green'],
  warn: ['!', 'yellow'],
  problem: ['✗', 'red'],
  skipped: ['-', 'dim'],
};

function doctorText(findings: readonly CheckFinding[], view: View): string {
  const writer = createReportWriter(view);
  const described = findings.map((finding) => ({ finding, ...describeFinding(finding, view.lang) }));
  const width = Math.max(0, ...described.map(({ name }) => textWidth(name)));
  for (const { finding, name, text } of described) {
    const [mark, color] = marks[finding.level];
    if (finding.id === 'store') writer.gap();
    writer.line(`${writer.style(color, mark)} ${padText(name, width)}  ${text}`);
    if (finding.error) writeTrouble(finding.error, writer, width + 4);
  }
  writer.gap();
  writeVerdict(findings, writer);
  return writer.end();
}

function writeTrouble(error: NonNullable<CheckFinding['error']>, writer: ReportWriter, indent: number): void {
  const described = describeError(error, writer.lang);
  writeDetails(described, writer, indent);
  writeAdvice(described, writer, indent);
}

function writeVerdict(findings: readonly CheckFinding[], writer: ReportWriter): void {
  const count = (level: CheckFinding['level']): number => findings.filter((finding) => finding.level === level).length;
  if (count('problem') > 0) writer.prose(writer.word('doctor-ill', { n: count('problem') }), 0, 'red');
  else if (count('warn') > 0) writer.prose(writer.word('doctor-warned', { n: count('warn') }), 0, 'yellow');
  else writer.prose(writer.word('doctor-well'), 0, 'green');
}

function doctorJson(findings: readonly CheckFinding[], { lang }: View): string {
  const records = findings.map((finding) => {
    const { id, level, facts, error } = finding;
    const message = describeFinding(finding, lang).text;
    return { id, level, message, facts, error: errorRecord(error, lang) };
  });
  return `${jsonText({ version: 1, findings: records }, 2)}\n`;
}
