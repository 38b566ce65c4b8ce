import { exitCodeFor } from '../../core/fold-outcome.js';
import { renderOutcome } from '../../report/render-outcome.js';
import { oneOf } from '../flags.js';
import type { CommandRun } from '../run-command.js';
import { uploadProblems } from '../upload-problems.js';

/**
 * `imgferry upload FILE|URL… [--to STORE]`: prints the addresses, one a line in the order given; where one is missing,
 * none, and says on stderr why. Typora and others take the last lines of stdout.
 */
export async function run(command: CommandRun): Promise<number> {
  const format = oneOf('--format', command.format, ['text', 'json']);
  const context = await command.prepare({ command: 'migrate' });
  const { upload } = await import('../../app/upload/upload.js');
  const { outcome, addresses } = await upload(command.args, context);
  if (format === 'json') await command.print(renderOutcome(outcome, { format, ...command.view }));
  else if (addresses) await command.print(addresses.map((address) => `${address}\n`).join(''));
  else for (const problem of uploadProblems(outcome)) command.sayError(problem);
  return exitCodeFor(outcome);
}
