import { renderObject } from '../../report/objects/render-object.js';
import { oneOf } from '../flags.js';
import type { CommandRun } from '../run-command.js';

/** `imgferry stat STORE KEY`; exit code 1 where there is no such object. */
export async function run(command: CommandRun): Promise<number> {
  const { args, flags, view } = command;
  const [store = '', key = ''] = args;
  const format = oneOf('--format', command.format, ['text', 'json']);
  const context = await command.prepare();
  const { statObject } = await import('../../app/objects/list-objects.js');
  const entry = await statObject({ store, key, inPosts: Array.isArray(flags.posts) }, context);
  await command.print(renderObject(entry, { format, ...view }));
  return 0;
}
