import { exitCodeOf } from '../core/errors.js';
import type { Outcome } from '../core/outcome.js';
import { createReportWriter } from './report-writer.js';
import type { View } from './view.js';
import { writeEnd } from './write-end.js';
import { writeError } from './write-error.js';
import { writeExtras } from './write-extras.js';
import { writeImages } from './write-images.js';
import { writeLeftBehind } from './write-left-behind.js';
import { writeNextSteps } from './write-next-steps.js';
import { writeNotes } from './write-notes.js';
import { writePlanTables } from './write-plan-tables.js';
import { writeProblems } from './write-problems.js';
import { writeRepairs } from './write-repairs.js';
import { writeSavings } from './write-savings.js';
import { writeSummary } from './write-summary.js';

/** An outcome for a person: what moved, what needs them, what is left, what to do next. */
export function outcomeText(outcome: Outcome, view: View): string {
  const writer = createReportWriter(view);
  if (outcome.stopped && isUsage(outcome)) {
    writeError(outcome.stopped, writer, 0);
    return writer.end();
  }
  writeSummary(outcome, writer);
  if (outcome.command === 'repair') writeRepairs(outcome, writer);
  else if (outcome.command === 'optimize' || outcome.command === 'prune') {
    writeSavings(outcome, writer);
    if (view.verbose) writeImages(outcome, writer);
  } else {
    if (outcome.dryRun && outcome.command !== 'transfer') writePlanTables(outcome, writer);
    if (view.verbose) writeImages(outcome, writer);
  }
  writeProblems(outcome, writer);
  writeExtras(outcome, writer);
  writeLeftBehind(outcome, writer);
  writeNotes(outcome.notes, writer);
  writeEnd(outcome, writer);
  writeNextSteps(outcome, writer);
  return writer.end();
}

/** The command line or the configuration is wrong, and nothing was begun: there is nothing else to say. */
function isUsage({ stopped, totals }: Outcome): boolean {
  return stopped !== undefined && exitCodeOf(stopped.code) === 2 && totals.images === 0 && totals.posts === 0;
}
