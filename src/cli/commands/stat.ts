import { renderObject } from '../../report/objects/render-object.js';
import { renderStore } from '../../report/objects/render-store.js';
import { oneOf } from '../flags.js';
import type { CommandRun } from '../run-command.js';

/** `imgferry stat STORE [KEY]`; exit code 1 where there is no such object. */
export async function run(command: CommandRun): Promise<number> {
  const { args, flags, view } = command;
  const [store = '', key] = args;
  const format = oneOf('--format', command.format, ['text', 'json']);
  const context = await command.prepare();
  const inPosts = Array.isArray(flags.posts);
  if (key === undefined) {
    const { summarizeStore } = await import('../../app/objects/summarize-store.js');
    await command.print(renderStore(await summarizeStore({ store, inPosts }, context), { format, ...view }));
  } else {
    const { statObject } = await import('../../app/objects/list-objects.js');
    await command.print(renderObject(await statObject({ store, key, inPosts }, context), { format, ...view }));
  }
  return 0;
}
