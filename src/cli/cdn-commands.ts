import type { Command } from 'commander';
import type { Translate } from '../messages/help-text.js';
import { addCommonOptions, addNetworkOptions, collect } from './options.js';
import { runCommand } from './run-command.js';

/** `imgferry cdn …`. */
export function addCdnCommands(program: Command, translate: Translate): void {
  const cdn = program.command('cdn').description('refresh, warm up and prove what the CDN serves').exitOverride();
  cdn.configureOutput(program.configureOutput());

  const command = (usage: string, description: string, formats?: readonly string[]): Command => {
    const made = cdn.command(usage).description(description).exitOverride();
    made.configureOutput(program.configureOutput());
    return addNetworkOptions(addCommonOptions(made, formats));
  };

  addSubmitOptions(
    command('refresh [urls...]', 'have the edge forget addresses (purge, 刷新); plans without --write'),
    'everything below this address, or, with --store, keys that begin so',
    translate,
  )
    .option('--tag <tag>', 'everything with this cache tag (repeatable)', collect)
    .action(runCommand(async () => (await import('./commands/cdn-submit.js')).refresh));

  addSubmitOptions(
    command('prefetch [urls...]', 'have the edge fetch addresses before a reader does (预热); plans without --write'),
    'with --store: keys that begin so',
    translate,
  ).action(runCommand(async () => (await import('./commands/cdn-submit.js')).prefetch));

  command(
    'audit [postsOrUrls...]',
    'look at what the edge really answers; exit code 1 where readers see the wrong thing',
    ['text', 'ndjson', 'json', 'sarif', 'html'],
  )
    .option('--store <store>', 'every image of a store')
    .option('--include <glob>', 'only these posts (repeatable)', collect)
    .option('--exclude <glob>', 'not these posts (repeatable)', collect)
    .option('--site <address>', 'address of the site that readers visit')
    .action(runCommand(() => import('./commands/cdn-audit.js')));

  command('status [task]', 'how far tasks are, and what the quota leaves today').action(
    runCommand(async () => (await import('./commands/cdn-account.js')).status),
  );

  command('domains', 'the account’s domains: CNAME, HTTPS, certificate, origin, rules').action(
    runCommand(async () => (await import('./commands/cdn-account.js')).domains),
  );
}

function addSubmitOptions(command: Command, prefix: string, translate: Translate): Command {
  return command
    .option('--run <run>', 'every address that this run changed (imgferry runs)')
    .option('--store <store>', 'every object of a store')
    .option('--prefix <prefix>', prefix, collect)
    .option('--spread', 'what the quota has no room for is sent by the same command on later days')
    .option('--again', 'what was sent before too')
    .option('--write', 'do it')
    .addHelpText('after', `\n${translate('Without addresses: what waits from earlier days.')}`);
}

/** Options of a command that stores or replaces images. */
export function addCdnRunOptions(command: Command): Command {
  return addCdnRefreshOption(command).option('--cdn-prefetch', 'then have the CDN fetch what is new');
}

/** Of a command that makes no new addresses. */
export function addCdnRefreshOption(command: Command): Command {
  return command.option('--cdn-refresh', 'then have the CDN forget what changed (see `imgferry cdn`)');
}
