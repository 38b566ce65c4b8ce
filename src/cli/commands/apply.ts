import { readPlan } from '../../app/plan-file.js';
import { printOutcome } from '../print-outcome.js';
import type { CommandRun } from '../run-command.js';

/** `imgferry apply PLAN`. */
export async function run(command: CommandRun): Promise<number> {
  const plan = await readPlan(command.args[0] ?? '');
  const context = await command.prepare({ command: 'migrate', given: plan.settings });
  const { applyPlan } = await import('../../app/apply-plan.js');
  const { outcome } = await applyPlan(plan, context);
  return printOutcome(outcome, command);
}
