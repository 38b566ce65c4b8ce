import type { CdnSelection } from '../../app/cdn/gather-names.js';
import type { CdnAction } from '../../core/cdn.js';
import { exitCodeForCdn } from '../../core/cdn-outcome.js';
import { ImgferryError } from '../../core/errors.js';
import { renderSubmission } from '../../report/cdn/render-submission.js';
import { type Flags, isSet, oneOf, textFlag } from '../flags.js';
import type { CommandRun } from '../run-command.js';

/** `imgferry cdn refresh|prefetch [URL...|--run RUN|--store NAME|--prefix P] [--write]`. */
async function submit(action: CdnAction, command: CommandRun): Promise<number> {
  const { args, flags } = command;
  const format = oneOf('--format', command.format, ['text', 'json']);
  const selection = readSelection(args, flags);
  const context = await command.prepare();
  const { submitToCdn } = await import('../../app/cdn/submit.js');
  const options = {
    action,
    selection,
    write: isSet(flags, 'write'),
    spread: isSet(flags, 'spread'),
    again: isSet(flags, 'again'),
  };
  const outcome = await submitToCdn(options, context);
  await command.print(renderSubmission(outcome, { format, ...command.view }));
  return exitCodeForCdn(outcome);
}

export const refresh = { run: (command: CommandRun) => submit('refresh', command) };
export const prefetch = { run: (command: CommandRun) => submit('prefetch', command) };

/** One way of naming addresses; with a store a prefix is one of its keys, alone it is an address. */
function readSelection(args: readonly string[], flags: Flags): CdnSelection {
  const [run, store] = [textFlag(flags, 'run'), textFlag(flags, 'store')];
  const [prefixes, tags] = [listFlag(flags, 'prefix'), listFlag(flags, 'tag')];
  const given = [
    ...(args.length > 0 ? ['URL'] : []),
    ...(run === undefined ? [] : ['--run']),
    ...(store === undefined ? [] : ['--store']),
    ...(prefixes.length > 0 && store === undefined ? ['--prefix'] : []),
    ...(tags.length > 0 ? ['--tag'] : []),
  ];
  if (given.length > 1) {
    const [option = ''] = given;
    throw new ImgferryError('USAGE_INVALID', { option, expected: option, found: given.join(' ') });
  }
  if (run !== undefined) return { kind: 'run', run };
  if (store !== undefined) return { kind: 'store', store, prefix: prefixes[0] ?? '' };
  if (prefixes.length > 0) return { kind: 'prefixes', prefixes };
  if (tags.length > 0) return { kind: 'tags', tags };
  return args.length > 0 ? { kind: 'urls', urls: args } : { kind: 'waiting' };
}

function listFlag(flags: Flags, name: string): readonly string[] {
  const value = flags[name];
  return Array.isArray(value) ? value.map(String) : [];
}
