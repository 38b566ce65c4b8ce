import { textFlag } from '../flags.js';
import { printOutcome } from '../print-outcome.js';
import type { CommandRun } from '../run-command.js';

/** `imgferry undo [RUN] [--post FILE]`. */
export async function run(command: CommandRun): Promise<number> {
  const context = await command.prepare();
  const { undo } = await import('../../app/undo.js');
  const post = textFlag(command.flags, 'post');
  const { outcome } = await undo({ run: command.args[0], post }, context);
  return printOutcome(outcome, command);
}
