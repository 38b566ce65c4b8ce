import { renderOverview } from '../../report/render-overview.js';
import { oneOf } from '../flags.js';
import type { CommandRun } from '../run-command.js';

/** `imgferry`, `imgferry overview [PATHS]`. */
export async function run(command: CommandRun): Promise<number> {
  const format = oneOf('--format', command.format, ['text', 'json']);
  const context = await command.prepare({ given: command.args.length > 0 ? { posts: command.args } : {} });
  const { oversee } = await import('../../app/overview.js');
  await command.print(renderOverview(await oversee(context), { format, ...command.view }));
  return 0;
}
