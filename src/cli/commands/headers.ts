import { exitCodeOf } from '../../core/errors.js';
import { renderHeaders } from '../../report/headers/render-headers.js';
import { isSet, oneOf } from '../flags.js';
import type { CommandRun } from '../run-command.js';

/** `imgferry headers STORE [PREFIX] [--write]`. */
export async function run(command: CommandRun): Promise<number> {
  const { args, flags, view } = command;
  const [store = '', prefix = ''] = args;
  const format = oneOf('--format', command.format, ['text', 'json', 'ndjson']);
  const context = await command.prepare();
  const { tidyHeaders } = await import('../../app/headers/tidy-headers.js');
  const outcome = await tidyHeaders({ store, prefix, write: isSet(flags, 'write') }, context);
  const { stopped, interrupted, changes } = outcome;
  if (stopped && format !== 'json' && changes.length === 0) command.sayError(stopped);
  else await command.print(renderHeaders(outcome, { format, ...view }));
  if (interrupted) return 130;
  if (stopped) return exitCodeOf(stopped.code);
  return changes.some(({ state }) => state === 'failed') ? 1 : 0;
}
