import { relative, sep } from 'node:path';
import {
  type DocumentExplanation,
  type ExplainedLookalike,
  type ExplainedReference,
  type LineExplanation,
  sourceOfRule,
} from '../core/explanation.js';
import { jsonText } from '../lib/json-text.js';
import {
  describeLookalike,
  describeResolution,
  describeSyntax,
  describeUnsupported,
} from '../messages/describe-explanation.js';
import { printable } from '../messages/printable.js';
import { quoteLine } from './quote-line.js';
import { scanRecord } from './render-scan.js';
import { createReportWriter, type ReportWriter } from './report-writer.js';
import { cutText } from './text-width.js';
import type { View } from './view.js';

interface ExplanationOptions extends View {
  /** What paths are relative to. */
  readonly cwd: string;
}

/** Every format of an explanation. */
const formats = {
  text: explanationText,
  json: explanationJson,
} as const satisfies Record<string, (explanation: DocumentExplanation, options: ExplanationOptions) => string>;

export type ExplanationFormat = keyof typeof formats;

/** Why what stands in a document is an image reference or isn't. */
export function renderExplanation(
  explanation: DocumentExplanation,
  { format, ...options }: ExplanationOptions & { readonly format: ExplanationFormat },
): string {
  return formats[format](explanation, options);
}

function explanationText(explanation: DocumentExplanation, { cwd, ...view }: ExplanationOptions): string {
  const writer = createReportWriter(view);
  const { file, generator, isScanned, lines, others } = explanation;
  const dialect = generator === undefined ? writer.word('explain-no-dialect') : undefined;
  writer.line(writer.style('dim', dialect ?? writer.word('explain-dialect', { generator })));
  if (!isScanned) writer.prose(`${writer.style('yellow', '!')} ${writer.word('explain-not-scanned')}`);
  for (const line of lines) {
    const items = [...line.references, ...line.lookalikes].sort((a, b) => a.part.column - b.part.column);
    for (const item of items) {
      if ('reference' in item) writeReference(item, line, { file, cwd, writer });
      else writeLookalike(item, line, { file, generator, writer });
    }
    if (items.length > 0) continue;
    writer.heading(printable(`${file}:${line.line}`));
    writer.prose(writer.word('explain-nothing'), 2);
  }
  if (lines.length === 0) {
    writer.heading(printable(file));
    writer.prose(writer.word('explain-none'), 2);
  }
  writeOthers(others, file, writer);
  return writer.end();
}

interface Parts {
  readonly file: string;
  readonly writer: ReportWriter;
}

function writeReference(
  { candidates, part, reference, resolution }: ExplainedReference,
  line: LineExplanation,
  { cwd, file, writer }: Parts & { readonly cwd: string },
): void {
  const { raw, role, syntax, target } = reference;
  writeQuote({ line, part, at: `${file}:${line.line}:${part.column}` }, writer);
  const kind = role === 'image' ? 'explain-image' : 'explain-link';
  const isImage = role === 'image' && target.kind !== 'unsupported';
  const mark = isImage ? writer.style('green', '✓') : writer.style('yellow', '!');
  writer.prose(`${mark} ${writer.word(kind, { syntax: describeSyntax(syntax, writer.lang) })} · ${syntax}`, 2);
  const { url } = scanRecord(reference, cwd);
  if (url !== null && url !== raw) writeLine('explain-written', cutText(printable(raw), 80), writer);
  if (url !== null) writeLine('explain-address', printable(url), writer);
  if (target.kind === 'unsupported') {
    writeLine('explain-why-not', `${describeUnsupported(target, writer.lang)} · ${target.reason}`, writer);
  } else {
    writeLine('explain-found-by', `${describeResolution(resolution, writer.lang)} · ${resolution}`, writer);
  }
  if (candidates.length > 1 || (target.kind === 'file' && !target.exists)) {
    writeCandidates(candidates, { cwd, writer });
  }
}

function writeCandidates(
  candidates: ExplainedReference['candidates'],
  { cwd, writer }: { readonly cwd: string; readonly writer: ReportWriter },
): void {
  writer.line(writer.style('dim', writer.word('explain-looked-for')), 4);
  for (const { exists, path, rule } of candidates) {
    const state = writer.word(exists ? 'explain-there' : 'explain-missing');
    writer.line(`${exists ? '✓' : '·'} ${printable(shown(cwd, path))}  (${rule}, ${state})`, 6);
  }
}

function writeLookalike(
  { part, rule, written }: ExplainedLookalike,
  line: LineExplanation,
  { file, generator, writer }: Parts & { readonly generator: string | undefined },
): void {
  writeQuote({ line, part, at: `${file}:${line.line}:${part.column}` }, writer);
  const mark = writer.style('yellow', '✗');
  writer.prose(`${mark} ${writer.word('explain-lookalike', { written: cutText(written, 60) })}`, 2);
  writer.prose(describeLookalike(rule, { generator }, writer.lang), 4);
  writeLine('explain-rule', `${rule} · ${sourceOfRule(rule)}`, writer);
}

interface Quote {
  readonly line: LineExplanation;
  readonly part: ExplainedReference['part'];
  /** `FILE:LINE:COLUMN`. */
  readonly at: string;
}

function writeQuote({ at, line, part }: Quote, writer: ReportWriter): void {
  const { text, underline } = quoteLine(line.text, part, Math.max(40, writer.view.width - 4));
  writer.heading(printable(at));
  writer.line(text, 4);
  writer.line(writer.style('cyan', underline), 4);
}

function writeLine(name: Parameters<ReportWriter['word']>[0], value: string, writer: ReportWriter): void {
  writer.prose(writer.pair(writer.style('dim', writer.word(name)), value), 4);
}

const mostLines = 20;

function writeOthers(others: readonly number[], file: string, writer: ReportWriter): void {
  if (others.length === 0) return;
  const more = others.length > mostLines ? ['…'] : [];
  const lines = writer.list([...others.slice(0, mostLines).map(String), ...more]);
  writer.gap();
  writer.prose(writer.word('explain-others', { n: others.length, lines, place: `${file}:${others[0]}` }));
}

const shown = (cwd: string, path: string): string => relative(cwd, path).split(sep).join('/');

function explanationJson(explanation: DocumentExplanation, { cwd, lang }: ExplanationOptions): string {
  const { file, generator, isScanned, lines, others } = explanation;
  const records = lines.map(({ line, lookalikes, references, text }) => ({
    line,
    text,
    references: references.map(({ candidates, reference, resolution }) => ({
      ...scanRecord(reference, cwd),
      role: reference.role,
      rule: resolution,
      reason: reference.target.kind === 'unsupported' ? reference.target.reason : null,
      candidates: candidates.map(({ exists, path, rule }) => ({ path: shown(cwd, path), rule, exists })),
    })),
    lookalikes: lookalikes.map(({ part, rule, written }) => ({
      column: part.column,
      written,
      rule,
      source: sourceOfRule(rule),
      message: describeLookalike(rule, { generator }, lang),
    })),
  }));
  const record = { version: 1, file, generator: generator ?? null, scanned: isScanned, lines: records, others };
  return `${jsonText(record, 2)}\n`;
}
