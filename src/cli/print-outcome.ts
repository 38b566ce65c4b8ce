import { exitCodeFor } from '../core/fold-outcome.js';
import type { Outcome } from '../core/outcome.js';
import { renderOutcome } from '../report/render-outcome.js';
import type { View } from '../report/view.js';
import { oneOf } from './flags.js';
import type { CommandRun } from './run-command.js';

export const outcomeFormats = ['text', 'json'] as const;

/**
 * Prints what a run did or would do, and gives back the exit code that it deserves.
 *
 * @param more the file that a plan was saved to
 */
export async function printOutcome(
  outcome: Outcome,
  command: CommandRun,
  more: Pick<View, 'plan'> = {},
): Promise<number> {
  const format = oneOf('--format', command.format, outcomeFormats);
  await command.print(renderOutcome(outcome, { format, ...command.view, ...more }));
  return exitCodeFor(outcome);
}
