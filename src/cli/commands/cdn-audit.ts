import type { AuditSelection } from '../../app/cdn/audit/gather-addresses.js';
import { exitCodeForAudit } from '../../core/cdn-finding.js';
import { ImgferryError } from '../../core/errors.js';
import { auditFormats, renderAudit } from '../../report/cdn/audit/render-audit.js';
import { type Flags, oneOf, textFlag } from '../flags.js';
import { reportOptions } from '../report-options.js';
import type { CommandRun } from '../run-command.js';

/** `imgferry cdn audit [posts|--store NAME|URL...]`. */
export async function run(command: CommandRun): Promise<number> {
  const { args, flags, view } = command;
  const format = oneOf('--format', command.format, auditFormats);
  const selection = readSelection(args, flags);
  const posts = selection.kind === 'posts' && args.length > 0 ? { posts: args } : {};
  const context = await command.prepare({ given: posts });
  const { auditCdn } = await import('../../app/cdn/audit/audit.js');
  const outcome = await auditCdn(selection, context);
  await command.print(renderAudit(outcome, { format, ...(await reportOptions(context, view)) }));
  if (outcome.stopped && format !== 'text') command.sayError(outcome.stopped);
  return exitCodeForAudit(outcome);
}

function readSelection(args: readonly string[], flags: Flags): AuditSelection {
  const store = textFlag(flags, 'store');
  const urls = args.filter((text) => /^[a-z][a-z\d+.-]*:\/\//i.test(text));
  const isMixed = (urls.length > 0 && urls.length < args.length) || (store !== undefined && args.length > 0);
  if (isMixed) {
    const found = [...args, ...(store === undefined ? [] : ['--store'])].join(' ');
    throw new ImgferryError('USAGE_INVALID', { option: 'audit', expected: 'posts-or-urls', found });
  }
  if (store !== undefined) return { kind: 'store', store };
  return urls.length > 0 ? { kind: 'urls', urls } : { kind: 'posts' };
}
