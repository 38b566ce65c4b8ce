import type { Command } from 'commander';
import { addCommonOptions, addNetworkOptions, collect } from './options.js';
import { runCommand } from './run-command.js';

/** `imgferry cdn …`. */
export function addCdnCommands(program: Command): void {
  const cdn = program.command('cdn').description('refresh, warm up and prove what the CDN serves').exitOverride();
  cdn.configureOutput(program.configureOutput());
  cdn.configureHelp({ showGlobalOptions: true });

  const command = (usage: string, description: string): Command => {
    const made = cdn.command(usage).description(description).exitOverride();
    made.configureOutput(program.configureOutput());
    return addNetworkOptions(addCommonOptions(made));
  };

  addSubmitOptions(
    command('refresh [urls...]', 'have the edge forget addresses (purge, 刷新); plans without --write'),
    'everything below this address, or, with --store, keys that begin so',
  )
    .option('--tag <tag>', 'everything with this cache tag (repeatable)', collect)
    .action(runCommand(async () => (await import('./commands/cdn-submit.js')).refresh));

  addSubmitOptions(
    command('prefetch [urls...]', 'have the edge fetch addresses before a reader does (预热); plans without --write'),
    'with --store: keys that begin so',
  ).action(runCommand(async () => (await import('./commands/cdn-submit.js')).prefetch));

  command('status [task]', 'how far tasks are, and what the quota leaves today').action(
    runCommand(async () => (await import('./commands/cdn-account.js')).status),
  );

  command('domains', 'the account’s domains: CNAME, HTTPS, certificate, origin, rules').action(
    runCommand(async () => (await import('./commands/cdn-account.js')).domains),
  );
}

function addSubmitOptions(command: Command, prefix: string): Command {
  return command
    .option('--run <run>', 'every address that this run changed (imgferry runs)')
    .option('--store <store>', 'every object of a store')
    .option('--prefix <prefix>', prefix, collect)
    .option('--spread', 'what the quota has no room for is sent by the same command on later days')
    .option('--again', 'what was sent before too')
    .option('--write', 'do it')
    .addHelpText('after', '\nWithout addresses: what waits from earlier days.');
}
