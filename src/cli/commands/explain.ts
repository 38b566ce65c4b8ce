import { existsSync } from 'node:fs';
import { ImgferryError } from '../../core/errors.js';
import { hasImageExtension } from '../../core/image-format.js';
import { withToldPaths } from '../../core/told-paths.js';
import { meaningsOf } from '../../messages/id-reference.js';
import { renderExplanation } from '../../report/render-explanation.js';
import { renderId } from '../../report/render-id.js';
import { oneOf } from '../flags.js';
import type { CommandRun } from '../run-command.js';

/** `imgferry explain CODE`, `POST`, `POST:LINE` or `IMAGE`. A code is explained without the configuration, which may be what is wrong. */
export async function run(command: CommandRun): Promise<number> {
  const { cwd, view } = command;
  const [subject = ''] = command.args;
  const format = oneOf('--format', command.format, ['text', 'json']);
  const isCode = /^[A-Z_]+$/.test(subject); // words that say what was expected can be a folder's name, too
  const meanings = isCode || !existsSync(subject) ? meaningsOf(subject, view.lang) : [];
  if (meanings.length > 0) {
    await command.print(renderId({ id: subject, meanings }, { format, ...view }));
    return 0;
  }
  if (hasImageExtension(subject) && existsSync(subject)) return explainFile(subject, format, command);
  const context = await command.prepare();
  const { explainPost } = await import('../../app/explain.js');
  try {
    await command.print(renderExplanation(await explainPost(subject, context), { format, cwd, ...view }));
    return 0;
  } catch (error) {
    if (!(error instanceof ImgferryError) || error.scope !== 'document') throw error;
    command.sayError(withToldPaths(error.toReport(), cwd));
    return 2; // there is one document only, and it can't be read
  }
}

async function explainFile(file: string, format: 'text' | 'json', command: CommandRun): Promise<number> {
  const { maxBytes: maxImageBytes } = command.flags;
  const given = maxImageBytes === undefined ? {} : { maxImageBytes };
  const context = await command.prepare({ command: 'optimize', given });
  const { explainImage } = await import('../../app/explain-image.js');
  const { renderImageExplanation } = await import('../../report/render-image-explanation.js');
  await command.print(renderImageExplanation(await explainImage(file, context), { format, ...command.view }));
  return 0;
}
