import { isSet } from '../flags.js';
import { printOutcome } from '../print-outcome.js';
import type { CommandRun } from '../run-command.js';

/** `imgferry relink [PATHS] --map FROM=TO [--write]`. */
export async function run(command: CommandRun): Promise<number> {
  const { args, flags } = command;
  const context = await command.prepare({ command: 'relink', given: args.length > 0 ? { posts: args } : {} });
  const { relink } = await import('../../app/relink.js');
  const map = Array.isArray(flags.map) ? flags.map.map(String) : [];
  const { outcome } = await relink({ map, write: isSet(flags, 'write') }, context);
  return printOutcome(outcome, command);
}
