import { resolve } from 'node:path';
import { refuseUnwritable } from '../../app/prepare-output.js';
import { transfer } from '../../app/transfer/transfer.js';
import { ImgferryError } from '../../core/errors.js';
import { isSet, queueOf, refuseBoth, textFlag } from '../flags.js';
import { printOutcome, showsAll } from '../print-outcome.js';
import type { CommandRun } from '../run-command.js';

/** `imgferry transfer FROM TO [--check | --write] [--posts PATHS] [--manifest FILE]`. */
export async function run(command: CommandRun): Promise<number> {
  const { args, flags } = command;
  const [from = '', to = ''] = args;
  if (isSet(flags, 'check') && isSet(flags, 'write')) refuseBoth('--check', '--write');
  const mode = isSet(flags, 'write') ? 'write' : isSet(flags, 'check') ? 'compare' : 'plan';
  const queue = queueOf(flags);
  const followsPosts = Array.isArray(flags.posts);
  const context = await command.prepare({ command: 'transfer' });
  const manifest = textFlag(flags, 'manifest');
  if (manifest !== undefined && mode === 'plan') {
    throw new ImgferryError('USAGE_INVALID', {
      option: '--manifest',
      expected: ['--write', '--check'],
      found: manifest,
    });
  }
  const file = manifest === undefined ? {} : { manifest: resolve(context.cwd, manifest) };
  if (file.manifest !== undefined && mode === 'write') await refuseUnwritable(file.manifest, '--manifest');
  const holdsAll = showsAll(command);
  const optimizes = textFlag(flags, 'optimize') !== undefined && context.settings.optimize !== 'off';
  const { outcome } = await transfer({ from, to, mode, followsPosts, optimizes, queue, holdsAll, ...file }, context);
  return printOutcome(outcome, command);
}
