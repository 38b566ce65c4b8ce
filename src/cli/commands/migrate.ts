import { exitCodeFor } from '../../core/fold-outcome.js';
import { isSet, queueOf, textFlag } from '../flags.js';
import { printOutcome } from '../print-outcome.js';
import type { CommandRun } from '../run-command.js';
import { seedFrom } from '../seed-from.js';

/** `imgferry migrate`: plans, prepares (`--diff`, `--plan`) or does it (`--write`). */
export async function run(command: CommandRun): Promise<number> {
  const { args, flags } = command;
  const context = await command.prepare({ command: 'migrate', given: args.length > 0 ? { posts: args } : {} });
  const seed = textFlag(flags, 'seed');
  if (seed !== undefined) await seedFrom(seed, context, command);
  const { migrate, planMigration, prepareMigration } = await import('../../app/migrate/migrate.js');
  const planFile = textFlag(flags, 'plan');
  const wantsDiff = isSet(flags, 'diff');
  const queue = queueOf(flags);
  if (isSet(flags, 'write') || (!wantsDiff && planFile === undefined)) {
    const { outcome } = await (isSet(flags, 'write') ? migrate(context, { queue }) : planMigration(context));
    return printOutcome(outcome, command);
  }
  const { outcome, plan, posts } = await prepareMigration(context);
  if (planFile !== undefined && plan) {
    const { writePlan } = await import('../../app/plan-file.js');
    await writePlan(planFile, plan);
  }
  if (!wantsDiff || outcome.stopped) return printOutcome(outcome, command);
  const { diffPosts } = await import('../../app/migrate/diff-posts.js');
  const diffs: string[] = [];
  for await (const diff of diffPosts(posts)) diffs.push(diff);
  await command.print(diffs.join(''));
  return exitCodeFor(outcome);
}
