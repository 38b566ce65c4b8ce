import type { ImageReference } from '../../core/image-reference.js';
import { renderScan } from '../../report/render-scan.js';
import { oneOf } from '../flags.js';
import type { CommandRun } from '../run-command.js';

/** `imgferry scan [PATHS]`: prints as it reads; exit code 1 where a post could not be read. */
export async function run(command: CommandRun): Promise<number> {
  const format = oneOf('--format', command.format, ['text', 'json', 'ndjson']);
  const context = await command.prepare({ given: command.args.length > 0 ? { posts: command.args } : {} });
  const { scan } = await import('../../app/scan.js');
  let exitCode = 0;

  async function* documents(): AsyncGenerator<readonly ImageReference[]> {
    for await (const document of scan(context, { links: false })) {
      if ('error' in document) {
        exitCode = 1;
        command.sayError(document.error);
      } else yield document.references;
    }
  }

  await command.printPieces(renderScan(documents(), { format, cwd: command.cwd, ...command.view }));
  return exitCode;
}
