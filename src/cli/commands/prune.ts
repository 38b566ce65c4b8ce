import { timeFlag } from '../flags.js';
import { printOutcome } from '../print-outcome.js';
import type { CommandRun } from '../run-command.js';

const thirtyDays = 30 * 24 * 60 * 60 * 1000;

/** `imgferry prune [RUN] [--older-than TIME]`: a run that is named has been thought about, whatever its age. */
export async function run(command: CommandRun): Promise<number> {
  const [named] = command.args;
  const olderThan = timeFlag(command.flags, 'olderThan', '--older-than') ?? (named === undefined ? thirtyDays : 0);
  const context = await command.prepare();
  const { prune } = await import('../../app/prune/prune.js');
  const { outcome } = await prune({ run: named, olderThan }, context);
  return printOutcome(outcome, command);
}
