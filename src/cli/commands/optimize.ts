import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { type Flags, isSet, queueOf, textFlag } from '../flags.js';
import { printOutcome } from '../print-outcome.js';
import type { CommandRun } from '../run-command.js';

/** `imgferry optimize FOLDER|STORE… [--posts PATHS] [--write]`. */
export async function run(command: CommandRun): Promise<number> {
  const { args, flags } = command;
  const { maxBytes: maxImageBytes } = flags;
  const given = {
    ...postsOf(flags),
    ...originalsOf(flags, args),
    ...(maxImageBytes === undefined ? {} : { maxImageBytes }),
  };
  const queue = queueOf(flags);
  const context = await command.prepare({ command: 'optimize', given });
  const { optimize } = await import('../../app/optimize/optimize.js');
  const base = textFlag(flags, 'since');
  const isChanged = isSet(flags, 'changed') || base !== undefined;
  const { outcome } = await optimize(
    {
      places: args,
      followsPosts: Array.isArray(flags.posts),
      write: isSet(flags, 'write'),
      queue,
      ...(isChanged ? { changes: base === undefined ? {} : { base } } : {}),
    },
    context,
  );
  return printOutcome(outcome, command);
}

const postsOf = ({ posts }: Flags): Flags => (Array.isArray(posts) ? { posts } : {});

/** A folder is meant from where the person stands; in a bucket it is a key prefix. */
function originalsOf(flags: Flags, places: readonly string[]): Flags {
  const keepOriginals = textFlag(flags, 'keepOriginals');
  if (keepOriginals === undefined || keepOriginals === 'off') return {};
  return places.some((place) => existsSync(place)) ? { keepOriginals: resolve(keepOriginals) } : {};
}
