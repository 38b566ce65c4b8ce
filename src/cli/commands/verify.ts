import { printOutcome } from '../print-outcome.js';
import type { CommandRun } from '../run-command.js';

/** `imgferry verify [RUN]`. */
export async function run(command: CommandRun): Promise<number> {
  const context = await command.prepare();
  const { verifyRun } = await import('../../app/verify.js');
  const { outcome } = await verifyRun(command.args[0], context);
  return printOutcome(outcome, command);
}
