import { renderObjects } from '../../report/objects/render-objects.js';
import { isSet, oneOf } from '../flags.js';
import type { CommandRun } from '../run-command.js';

/** `imgferry ls STORE [PREFIX]`: prints as the store lists. */
export async function run(command: CommandRun): Promise<number> {
  const { args, flags, view } = command;
  const [store = '', prefix = ''] = args;
  const format = oneOf('--format', command.format, ['text', 'json', 'ndjson']);
  const context = await command.prepare();
  const { listObjects } = await import('../../app/objects/list-objects.js');
  const options = { store, prefix, withHeaders: isSet(flags, 'headers'), inPosts: Array.isArray(flags.posts) };
  await command.printPieces(renderObjects(listObjects(options, context), { format, ...view }));
  return 0;
}
