import { renderRuns } from '../../report/render-runs.js';
import { oneOf } from '../flags.js';
import type { CommandRun } from '../run-command.js';

/** `imgferry runs`. */
export async function run(command: CommandRun): Promise<number> {
  const context = await command.prepare();
  const { listRuns } = await import('../../app/list-runs.js');
  const format = oneOf('--format', command.format, ['text', 'json']);
  await command.print(renderRuns(await listRuns(context), { format, ...command.view }));
  return 0;
}
