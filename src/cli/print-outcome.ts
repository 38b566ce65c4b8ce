import { exitCodeFor } from '../core/fold-outcome.js';
import type { Outcome } from '../core/outcome.js';
import { outcomePieces } from '../report/render-outcome.js';
import type { View } from '../report/view.js';
import { oneOf } from './flags.js';
import type { CommandRun } from './run-command.js';

export const outcomeFormats = ['text', 'json'] as const;

/** Whether what is printed has every image, however many; else those that need somebody, and how many the others are. */
export const showsAll = ({ format, view }: CommandRun): boolean => format === 'json' || view.verbose;

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
  await command.printPieces(outcomePieces(outcome, { format, ...command.view, ...more }));
  return exitCodeFor(outcome);
}
