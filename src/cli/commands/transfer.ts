import { transfer } from '../../app/transfer/transfer.js';
import { ImgferryError } from '../../core/errors.js';
import { isSet } from '../flags.js';
import { printOutcome } from '../print-outcome.js';
import type { CommandRun } from '../run-command.js';

/** `imgferry transfer FROM TO [--check | --write] [--posts PATHS]`. */
export async function run(command: CommandRun): Promise<number> {
  const { args, flags } = command;
  const [from = '', to = ''] = args;
  if (isSet(flags, 'check') && isSet(flags, 'write')) {
    throw new ImgferryError('USAGE_INVALID', { option: '--check', expected: '--check', found: '--check --write' });
  }
  const mode = isSet(flags, 'write') ? 'write' : isSet(flags, 'check') ? 'compare' : 'plan';
  const followsPosts = Array.isArray(flags.posts);
  const context = await command.prepare({ command: 'transfer' });
  const { outcome } = await transfer({ from, to, mode, followsPosts }, context);
  return printOutcome(outcome, command);
}
