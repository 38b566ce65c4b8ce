import { once } from 'node:events';
import type { UseCaseContext } from '../../app/context.js';
import type { ErrorReport } from '../../core/errors.js';
import type { Language } from '../../messages/catalogue.js';
import { errorMessage } from '../../messages/describe-error.js';
import { label } from '../../messages/label.js';
import { listFlag } from '../flags.js';
import type { CommandRun } from '../run-command.js';
import { uploadProblems } from '../upload-problems.js';

/** PicGo's own; its plugins ask there. */
const picgoPort = 36677;

/** `imgferry serve`: takes uploads of editors until it is interrupted. */
export async function run(command: CommandRun): Promise<number> {
  const { lang } = command.view;
  const context: UseCaseContext = { ...(await command.prepare({ command: 'migrate' })), emit: () => undefined };
  const { refuseUnfitTarget, upload } = await import('../../app/upload/upload.js');
  refuseUnfitTarget(context);
  const { startPicgoServer } = await import('../../serve/picgo-server.js');
  const { readClipboard } = await import('../../serve/read-clipboard.js');
  const server = await startPicgoServer({
    port: portOf(command.flags.port),
    origins: listFlag(command.flags, 'allowOrigin'),
    paste: () => readClipboard({ platform: process.platform, variables: context.environment.variables }),
    explain: (refusal) => label(`serve-${refusal}`, lang),
    async upload(sources) {
      const { outcome, addresses } = await upload(sources, context);
      if (addresses) {
        await command.print(addresses.map((address) => `${address}\n`).join(''));
        return { addresses };
      }
      const problems = uploadProblems(outcome);
      for (const problem of problems) command.sayError(problem);
      return { message: messageOf(problems, lang) };
    },
  });
  await command.print(label('serve-listening', lang, { port: server.port }));
  if (!context.signal.aborted) await once(context.signal, 'abort');
  await server.close();
  return 0;
}

const portOf = (flag: unknown): number => (typeof flag === 'number' ? flag : picgoPort);

const messageOf = (problems: readonly ErrorReport[], lang: Language): string =>
  problems.map((problem) => errorMessage(problem, lang)).join('\n') || label('interrupted', lang);
