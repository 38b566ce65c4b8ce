import { prepareOutput } from '../../app/prepare-output.js';
import { ImgferryError } from '../../core/errors.js';
import { label } from '../../messages/label.js';
import { isSet, textFlag } from '../flags.js';
import type { CommandRun } from '../run-command.js';
import { seedFrom } from '../seed-from.js';

/** `imgferry map [--out FILE]`, or `imgferry map --seed FILE`. */
export async function run(command: CommandRun): Promise<number> {
  const { flags, say, view } = command;
  const seed = textFlag(flags, 'seed');
  const out = textFlag(flags, 'out');
  if (seed !== undefined && out !== undefined) {
    throw new ImgferryError('USAGE_INVALID', { option: '--seed', expected: 'no --out', found: '--out' });
  }
  await prepareOutput(out, '--out');
  const context = await command.prepare();
  if (seed !== undefined) {
    await seedFrom(seed, context, command);
    return 0;
  }
  const { writeMap } = await import('../../app/map/write-map.js');
  const { images, text } = await writeMap(out, context);
  if (out === undefined) await command.print(text);
  else if (!isSet(flags, 'quiet')) say(label('map-written', view.lang, { n: images, path: out }));
  return 0;
}
