import { exitCodeOf } from '../core/errors.js';
import type { Outcome } from '../core/outcome.js';
import type { LabelId } from '../messages/label-ids.js';
import type { ReportWriter } from './report-writer.js';
import { padText, textWidth } from './text-width.js';

/** The commands that follow, with what they do. */
export function writeNextSteps(outcome: Outcome, writer: ReportWriter): void {
  const { command, run } = outcome;
  const { plan } = writer.view;
  const steps = nextSteps(outcome, plan !== undefined).map((id) => writer.word(id, { command, run, plan }));
  writeSteps(steps, writer);
}

/** Commands with what they do, each as `COMMAND|MEANING`. */
export function writeSteps(texts: readonly string[], writer: ReportWriter): void {
  if (texts.length === 0) return;
  const steps = texts.map((text) => {
    const [typed = '', meaning = ''] = text.split('|');
    return { typed, meaning };
  });
  writer.heading(writer.word('next'));
  const width = Math.max(...steps.map(({ typed }) => textWidth(typed)));
  const isBeside = steps.every(({ meaning }) => 2 + width + 3 + textWidth(meaning) <= writer.view.width);
  for (const { typed, meaning } of steps) {
    if (isBeside) writer.line(`${writer.style('cyan', padText(typed, width))}   ${meaning}`, 2);
    else {
      writer.line(writer.style('cyan', typed), 2);
      writer.prose(meaning, 4);
    }
  }
}

function nextSteps(outcome: Outcome, isSaved: boolean): readonly LabelId[] {
  const { command, run, dryRun, images, totals, stopped, interrupted } = outcome;
  const steps: LabelId[] = [];
  const isToMend = stopped?.code === 'LEDGER_CORRUPT'; // its advice comes first
  if (interrupted || (stopped && exitCodeOf(stopped.code) === 3 && !isToMend)) steps.push('next-again');
  if (dryRun && (totals.planned > 0 || totals.edits > 0)) {
    const hasNames = images.some(({ state, key }) => state === 'planned' && key !== undefined);
    const hasDiff = command === 'repair' || (command === 'migrate' && !hasNames);
    steps.push(...(hasDiff ? (['next-diff'] as const) : []), isSaved ? 'next-apply' : 'next-write');
  }
  const isReplaced = command === 'optimize' && totals.stored > 0;
  if (run !== undefined && (totals.edits > 0 || isReplaced) && command !== 'undo')
    steps.push('next-undo', 'next-report');
  if (run !== undefined && totals.stored > 0 && command !== 'undo' && !isReplaced) steps.push('next-verify');
  return steps;
}
