import { ImgferryError } from '../../core/errors.js';
import type { LeftOut } from '../../core/redirect.js';
import { label } from '../../messages/label.js';
import { redirectServers, redirectsJson, renderRedirects } from '../../report/redirects/render-redirects.js';
import { isSet, oneOf, textFlag } from '../flags.js';
import type { CommandRun } from '../run-command.js';

/** `imgferry redirects [RUN] --as SERVER`: what has no redirect is said on stderr. */
export async function run(command: CommandRun): Promise<number> {
  const { args, flags, view } = command;
  const format = oneOf('--format', command.format, ['text', 'json']);
  const as = textFlag(flags, 'as');
  if (as === undefined && format === 'text') {
    throw new ImgferryError('USAGE_INVALID', { option: '--as', expected: redirectServers, found: 'nothing' });
  }
  const server = oneOf('--as', as, redirectServers);
  const context = await command.prepare();
  const { findRedirects } = await import('../../app/redirects/find-redirects.js');
  const found = await findRedirects({ run: args[0], root: textFlag(flags, 'root') }, context);
  if (format === 'json') {
    await command.print(redirectsJson(found));
    return 0;
  }
  const { text, leftOut } = renderRedirects(found.redirects, {
    as: server,
    site: context.settings.site,
    lang: view.lang,
  });
  await command.print(text);
  sayLeftOut([...found.leftOut, ...leftOut], command);
  return 0;
}

const shown = 5; // of one reason

function sayLeftOut(leftOut: readonly LeftOut[], { flags, view, say }: CommandRun): void {
  const { lang, verbose } = view;
  if (isSet(flags, 'quiet')) return;
  for (const reason of ['no-old-address', 'no-new-address', 'not-expressible'] as const) {
    const list = leftOut.filter((one) => one.reason === reason);
    if (list.length === 0) continue;
    say(label(`redirects-${reason}`, lang, { n: list.length }));
    for (const { what } of list.slice(0, verbose ? list.length : shown)) say(`  ${what}`);
    if (!verbose && list.length > shown) say(`  ${label('more', lang, { n: list.length - shown })}`);
  }
}
