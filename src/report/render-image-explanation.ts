import type { ExplainedTry, ImageExplanation } from '../core/image-explanation.js';
import type { ImageFacts } from '../core/image-facts.js';
import { jsonText } from '../lib/json-text.js';
import { formatBytes } from '../messages/amounts.js';
import { describeReason } from '../messages/describe-reason.js';
import { describeVerdict } from '../messages/describe-verdict.js';
import { printable } from '../messages/printable.js';
import { createReportWriter, type ReportWriter } from './report-writer.js';
import { textTable } from './text-table.js';
import type { View } from './view.js';

const formats = {
  text: imageExplanationText,
  json: imageExplanationJson,
} as const satisfies Record<string, (explanation: ImageExplanation, view: View) => string>;

/** What an optimization makes of a picture, and why. */
export function renderImageExplanation(
  explanation: ImageExplanation,
  { format, ...view }: View & { readonly format: keyof typeof formats },
): string {
  return formats[format](explanation, view);
}

function imageExplanationJson(explanation: ImageExplanation): string {
  return `${jsonText({ version: 1, ...explanation }, 2)}\n`;
}

function imageExplanationText(explanation: ImageExplanation, view: View): string {
  const writer = createReportWriter(view);
  const { file, facts, verdict, content, tries } = explanation;
  writer.heading(printable(file));
  if (facts) writer.prose(factsLine(facts, writer), 2);
  if (content) {
    const { kind, confidence, equalLeft } = content;
    const shares = { equal: percent(equalLeft), sure: percent(confidence) };
    writer.prose(writer.word(contentLabels[kind], shares), 2);
  }
  for (const reason of verdict.reasons) {
    const { name, advice } = describeVerdict(reason, verdict.evidence, view.lang);
    writer.prose(`${writer.style('yellow', '!')} ${name}`, 2);
    writer.prose(`→ ${advice}`, 4);
  }
  if (tries.length > 0) writeTries(tries, facts?.bytes ?? 0, writer);
  writeDecision(explanation, writer);
  return writer.end();
}

const contentLabels = { flat: 'content-flat', photo: 'content-photo', doubtful: 'content-doubtful' } as const;

function factsLine(facts: ImageFacts, { word, list }: ReportWriter): string {
  const { format, width, height, bytes, pages, jpeg } = facts;
  return list([
    format.toUpperCase(),
    ...(width > 0 ? [`${width} × ${height}`] : []),
    formatBytes(bytes),
    ...(pages > 1 ? [word('frames', { n: pages })] : []),
    ...(jpeg ? [word('jpeg-quality', { quality: jpeg.quality }), jpeg.subsampling] : []),
    ...(facts.hasAlpha ? [word('fact-alpha')] : []),
    ...(facts.hasIcc ? ['ICC'] : []),
    ...(facts.hasGps ? [word('fact-place')] : []),
    ...(facts.copyright === undefined
      ? []
      : [`© ${printable(facts.copyright).replace(/^(?:(?:©|\(c\)|copyright\b)\s*)+/i, '')}`]),
  ]);
}

function writeTries(tries: readonly ExplainedTry[], source: number, writer: ReportWriter): void {
  writer.heading(writer.word('tried'));
  const end = { align: 'end' } as const;
  const columns = [
    { title: writer.word('try') },
    { title: writer.word('size-after'), ...end },
    { title: writer.word('share-of-source'), ...end },
    { title: writer.word('score'), ...end },
    { title: writer.word('largest-error'), ...end },
    { title: '' },
  ];
  const rows = tries.map((one) => [
    nameTry(one),
    formatBytes(one.bytes),
    percent(one.bytes / source),
    one.score?.toFixed(1) ?? '·',
    one.largestError === undefined ? '·' : String(one.largestError),
    one.isTaken ? writer.word('taken') : one.fault === undefined ? '' : describeReason(one.fault, writer.lang),
  ]);
  const [titles = '', ...lines] = textTable(columns, rows);
  writer.line(writer.style('dim', titles), 2);
  for (const [at, line] of lines.entries()) writer.line(tries[at]?.isTaken ? writer.style('green', line) : line, 2);
}

/** `JPEG quality 82, subsampling 4:4:4` */
function nameTry({ format, settings }: ExplainedTry): string {
  const told = Object.entries(settings).flatMap(([name, value]) => {
    if (value === false) return [];
    return [value === true ? name : `${name} ${value}`];
  });
  return `${format.toUpperCase()} ${told.join(', ')}`.trim();
}

function writeDecision({ facts, reason, result, file }: ImageExplanation, writer: ReportWriter): void {
  if (reason === undefined) return;
  writer.gap();
  if (reason !== 'encoded' || result === undefined) {
    writer.prose(`- ${writer.pair(writer.word('left-alone'), describeReason(reason, writer.lang))}`, 2);
    return;
  }
  const saved = percent(1 - result.bytes / (facts?.bytes ?? result.bytes));
  const text = writer.word('explain-smaller', {
    format: result.format.toUpperCase(),
    bytes: result.bytes,
    saved,
    width: result.width,
    height: result.height,
    score: result.score?.toFixed(1),
  });
  writer.prose(`${writer.style('green', '✓')} ${text}`, 2);
  writer.line(writer.style('cyan', `imgferry optimize ${printable(file)} … --write`), 4);
}

const percent = (share: number): string => `${Math.round(share * 100)} %`;
