import { exitCodeFor } from '../../core/fold-outcome.js';
import { isSet, refuseBoth } from '../flags.js';
import { printOutcome } from '../print-outcome.js';
import type { CommandRun } from '../run-command.js';

/** `imgferry repair [PATHS] [--from DIR] [--diff | --write]`. */
export async function run(command: CommandRun): Promise<number> {
  const { args, flags } = command;
  const write = isSet(flags, 'write');
  if (write && isSet(flags, 'diff')) refuseBoth('--diff', '--write');
  const context = await command.prepare({ given: args.length > 0 ? { posts: args } : {} });
  const { repair } = await import('../../app/repair/repair.js');
  const from = Array.isArray(flags.from) ? flags.from.map(String) : [];
  const { outcome, posts } = await repair({ from, write }, context);
  if (!isSet(flags, 'diff') || outcome.stopped) return printOutcome(outcome, command);
  const { diffPosts } = await import('../../app/migrate/diff-posts.js');
  const diffs: string[] = [];
  for await (const diff of diffPosts(posts)) diffs.push(diff);
  await command.print(diffs.join(''));
  return exitCodeFor(outcome);
}
