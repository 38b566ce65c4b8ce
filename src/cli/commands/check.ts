import type { CheckOptions } from '../../app/check/check.js';
import type { UseCaseContext } from '../../app/context.js';
import { prepareOutput } from '../../app/prepare-output.js';
import type { CheckOutcome } from '../../core/check-outcome.js';
import { ImgferryError } from '../../core/errors.js';
import { exitCodeForCheck } from '../../core/fold-check.js';
import { type CheckFormat, checkFormats, renderCheck } from '../../report/check/render-check.js';
import { type Flags, isSet, oneOf, refuseBoth, textFlag } from '../flags.js';
import { printResult } from '../print-result.js';
import { reportOptions } from '../report-options.js';
import type { CommandRun } from '../run-command.js';

/** `imgferry check [PATHS]`: prints one report, and writes as many others to files as were asked for. */
export async function run(command: CommandRun): Promise<number> {
  const { args, flags } = command;
  const format = oneOf('--format', command.format, checkFormats);
  const reports = await readReports(flags);
  const options = readOptions(flags);
  if (options.store !== undefined && args[0] !== undefined) refuseBoth('--store', args[0]);
  const context = await command.prepare({ given: { ...depthOf(flags), ...(args.length > 0 ? { posts: args } : {}) } });
  if (options.updateBaseline && context.settings.baseline === undefined) {
    throw new ImgferryError('USAGE_INVALID', { option: '--update-baseline', expected: '--baseline', found: 'nothing' });
  }
  const { check } = await import('../../app/check/check.js');
  const outcome = await check(context, options);
  const render = await createRender(outcome, context, command);
  await command.print(render(format));
  if (outcome.stopped && format !== 'text') command.sayError(outcome.stopped);
  for (const report of reports) await printResult([render(report.format, { isFile: true })], report.file);
  return exitCodeForCheck(outcome, context.settings.failOn);
}

function readOptions(flags: Flags): CheckOptions {
  const since = textFlag(flags, 'since');
  const isStaged = isSet(flags, 'staged');
  const isSince = since !== undefined || isSet(flags, 'changed');
  const store = textFlag(flags, 'store');
  if (isStaged && isSince) refuseBoth('--staged', since === undefined ? '--changed' : '--since');
  if (store !== undefined && (isStaged || isSince)) refuseBoth('--store', isStaged ? '--staged' : '--changed');
  if (store !== undefined && isSet(flags, 'local')) refuseBoth('--store', '--local');
  const sinceScope = { kind: 'since', ...(since === undefined ? {} : { base: since }) } as const;
  const queue = textFlag(flags, 'queue');
  const changes = isStaged ? ({ kind: 'staged' } as const) : sinceScope;
  return {
    ...(isStaged || isSince ? { changes } : {}),
    ...(store === undefined ? {} : { store }),
    ...(queue === undefined ? {} : { queue }),
    local: isSet(flags, 'local'),
    updateBaseline: isSet(flags, 'updateBaseline'),
  };
}

function depthOf(flags: Flags): Flags {
  if (isSet(flags, 'deep') && isSet(flags, 'quick')) refuseBoth('--deep', '--quick');
  if (isSet(flags, 'quick')) return { depth: 'quick' };
  return isSet(flags, 'deep') ? { depth: 'deep' } : {};
}

interface ReportRequest {
  readonly format: CheckFormat;
  readonly file: string;
}

/** `--report FORMAT=FILE`, each; that it can't be written is said before the work. */
async function readReports(flags: Flags): Promise<readonly ReportRequest[]> {
  const reports = parseReports(flags);
  for (const { file } of reports) await prepareOutput(file, '--report');
  return reports;
}

function parseReports({ report = [] }: Flags): readonly ReportRequest[] {
  const given: readonly unknown[] = Array.isArray(report) ? report : [];
  return given.map((text) => {
    const [, format, file] = /^([a-z]+)=(.+)$/s.exec(String(text)) ?? [];
    if (format === undefined || file === undefined) {
      throw new ImgferryError('USAGE_INVALID', { option: '--report', expected: 'FORMAT=FILE', found: String(text) });
    }
    return { format: oneOf('--report', format, checkFormats), file };
  });
}

async function createRender(
  outcome: CheckOutcome,
  context: UseCaseContext,
  { view }: CommandRun,
): Promise<(format: CheckFormat, target?: { readonly isFile: boolean }) => string> {
  const options = await reportOptions(context, view);
  return (format, { isFile } = { isFile: false }) =>
    renderCheck(outcome, { ...options, format, color: view.color && !isFile });
}
