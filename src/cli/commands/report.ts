import { relative, resolve, sep } from 'node:path';
import { ImgferryError } from '../../core/errors.js';
import { label } from '../../messages/label.js';
import { runCsv } from '../../report/run/run-csv.js';
import { runHtml } from '../../report/run/run-html.js';
import { isSet, oneOf, textFlag } from '../flags.js';
import { openPage } from '../open-page.js';
import { printResult } from '../print-result.js';
import type { CommandRun } from '../run-command.js';

/** `imgferry report [RUN] [--open]` says where the page is; `--csv` prints the table. */
export async function run(command: CommandRun): Promise<number> {
  const { args, flags, view, cwd } = command;
  const isTable = isSet(flags, 'csv') || command.format === 'csv';
  const opens = isSet(flags, 'open');
  oneOf('--format', command.format, [isTable ? 'csv' : 'html']);
  if (isTable && opens) {
    throw new ImgferryError('USAGE_INVALID', { option: '--csv', expected: '--csv', found: '--csv --open' });
  }
  const context = await command.prepare();
  const { reportRun } = await import('../../app/report/report-run.js');
  const report = await reportRun(
    { run: args[0], pictures: isTable ? 'none' : isSet(flags, 'fetch') ? 'fetched' : 'at-hand' },
    context,
  );
  if (isTable) {
    await command.print(runCsv(report));
    return 0;
  }
  const { writePage } = await import('../../app/report/write-page.js');
  const page = runHtml(report, { lang: view.lang, version: context.version });
  const path = await writePage(page, { run: report.run.id, output: textFlag(flags, 'output') }, context);
  const file = shownPath(path, cwd);
  await printResult([`${file}\n`], undefined);
  if (opens && !(await openPage(path))) command.say(label('report-not-opened', view.lang, { file }));
  return 0;
}

/** As it can be pasted. */
function shownPath(path: string, cwd: string): string {
  const below = relative(resolve(cwd), path);
  return below.startsWith('..') ? path : below.split(sep).join('/');
}
