import { prepareOutput } from '../../app/prepare-output.js';
import { exitCodeFor } from '../../core/fold-outcome.js';
import { isSet, queueOf, refuseBoth, textFlag } from '../flags.js';
import { printOutcome, showsAll } from '../print-outcome.js';
import type { CommandRun } from '../run-command.js';
import { seedFrom } from '../seed-from.js';

/** `imgferry migrate`: plans, prepares (`--diff`, `--plan`) or does it (`--write`). */
export async function run(command: CommandRun): Promise<number> {
  const { args, flags } = command;
  const isWritten = isSet(flags, 'write');
  const planFile = textFlag(flags, 'plan');
  const wantsDiff = isSet(flags, 'diff');
  if (isWritten && planFile !== undefined) refuseBoth('--plan', '--write');
  if (isWritten && wantsDiff) refuseBoth('--diff', '--write');
  const context = await command.prepare({ command: 'migrate', given: args.length > 0 ? { posts: args } : {} });
  await prepareOutput(planFile, '--plan');
  const seed = textFlag(flags, 'seed');
  if (seed !== undefined) await seedFrom(seed, context, command);
  const { migrate, planMigration, prepareMigration } = await import('../../app/migrate/migrate.js');
  const queue = queueOf(flags);
  if (isWritten || (!wantsDiff && planFile === undefined)) {
    const holdsAll = showsAll(command);
    const { outcome } = await (isWritten ? migrate(context, { queue, holdsAll }) : planMigration(context));
    return printOutcome(outcome, command);
  }
  const { outcome, plan, posts } = await prepareMigration(context);
  if (planFile !== undefined && plan) {
    const { writePlan } = await import('../../app/plan-file.js');
    await writePlan(planFile, plan);
  }
  if (!wantsDiff || outcome.stopped) {
    return printOutcome(outcome, command, planFile === undefined ? {} : { plan: planFile });
  }
  const { diffPosts } = await import('../../app/migrate/diff-posts.js');
  const diffs: string[] = [];
  for await (const diff of diffPosts(posts)) diffs.push(diff);
  await command.print(diffs.join(''));
  return exitCodeFor(outcome);
}
