import type { OrphansOptions } from '../../app/orphans/orphans.js';
import { exitCodeOf, ImgferryError } from '../../core/errors.js';
import { hasFailedOrphan } from '../../core/orphan.js';
import { renderOrphans } from '../../report/orphans/render-orphans.js';
import { type Flags, isSet, oneOf, textFlag, timeFlag } from '../flags.js';
import type { CommandRun } from '../run-command.js';

/** `imgferry orphans STORE --posts PATHS [--archive PREFIX | --restore PREFIX] [--write]`. */
export async function run(command: CommandRun): Promise<number> {
  const { args, flags, view } = command;
  const format = oneOf('--format', command.format, ['text', 'json', 'ndjson']);
  const action = actionOf(flags);
  const context = await command.prepare();
  const { orphans } = await import('../../app/orphans/orphans.js');
  const options = { store: args[0] ?? '', branches: isSet(flags, 'branches'), action, write: isSet(flags, 'write') };
  const outcome = await orphans(options, context);
  if (outcome.stopped && (format === 'ndjson' || outcome.orphans.length === 0)) command.sayError(outcome.stopped);
  if (!outcome.stopped || format === 'json' || outcome.orphans.length > 0) {
    await command.print(renderOrphans(outcome, { format, ...view }));
  }
  if (outcome.interrupted) return 130;
  if (outcome.stopped) return exitCodeOf(outcome.stopped.code);
  return hasFailedOrphan(outcome) ? 1 : 0;
}

function actionOf(flags: Flags): OrphansOptions['action'] {
  const [archive, restore] = ['archive', 'restore'].map((name) => textFlag(flags, name));
  const olderThan = timeFlag(flags, 'olderThan', '--older-than');
  if (archive !== undefined && restore !== undefined) refuse('--archive', '--archive --restore');
  if (archive === undefined && olderThan !== undefined) refuse('--older-than', '--older-than', '--archive');
  if (archive === undefined && restore === undefined && isSet(flags, 'write'))
    refuse('--write', '--write', '--archive');
  if (restore !== undefined) return { kind: 'restore', prefix: restore };
  if (archive === undefined) return { kind: 'list' };
  return { kind: 'archive', prefix: archive, olderThan: olderThan ?? days(30) };
}

function refuse(option: string, found: string, expected = option): never {
  throw new ImgferryError('USAGE_INVALID', { option, expected: [expected], found });
}

/** ms */
const days = (count: number): number => count * 24 * 60 * 60 * 1000;
