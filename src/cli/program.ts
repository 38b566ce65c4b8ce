import { createRequire } from 'node:module';
import { Command } from 'commander';
import type { Translate } from '../messages/help-text.js';
import { addCdnCommands, addCdnRefreshOption, addCdnRunOptions } from './cdn-commands.js';
import {
  addCheckOptions,
  addCommonOptions,
  addEncodingOptions,
  addNetworkOptions,
  addObjectOptions,
  addOptimizeOptions,
  addPostOptions,
  addQueueOption,
  addStoringOptions,
  addTargetOptions,
  addTransferOptions,
  collect,
  listFormats,
  portNumber,
  reportFormats,
} from './options.js';
import { addQueueCommands } from './queue-commands.js';
import { runCommand } from './run-command.js';
import { translateHelp, translateLines } from './translate-help.js';
import { translateUsageError } from './usage-errors.js';

const require = createRequire(import.meta.url);

/**
 * The whole command line. Declares and parses; what a command does is loaded when it runs.
 *
 * @param translate says the help in the person's language
 */
export function buildProgram(translate: Translate = asItIs): Command {
  const { version } = require('../../package.json') as { version: string };
  const program = new Command('imgferry')
    .description('Moves, checks, optimizes and looks after the images of Markdown posts.')
    .version(version, '-V, --version', 'output the version number')
    .helpOption('-h, --help', translate('display help for command'))
    .exitOverride()
    .configureOutput({
      outputError: (text, write) => write(translate === asItIs ? text : translateUsageError(text, translate)),
    })
    .showHelpAfterError(translate(helpAfterError))
    .configureHelp({
      showGlobalOptions: true,
      styleTitle: translate,
      optionDescription: ({ description }) => description,
    })
    .addHelpCommand(helpCommand().description(translate(helpOfHelp)))
    .addHelpText('after', translateLines(programHelp, translate));

  const command = (usage: string, description: string, formats?: readonly string[]): Command => {
    const made = program.command(usage).description(description).exitOverride();
    made.configureOutput(program.configureOutput());
    return addCommonOptions(made, formats);
  };

  addPostOptions(
    command('overview [paths...]', 'say what is here and what can be done with it; so does imgferry alone'),
  ).action(runCommand(() => import('./commands/overview.js')));

  const init = command('init [posts...]', 'write a configuration: few questions, then `doctor` looks at it', ['text']);
  addNetworkOptions(init)
    .option('--to <store>', 'file:DIR, oss://BUCKET/PREFIX?region=…, s3://…, webdavs://…')
    .option('--public-url <base>', "address of the bucket's root or of the folder; `relative`: the path from the post")
    .option(
      '--credentials <source>',
      'what points at the keys: env:PREFIX | profile:NAME | ossutil:NAME | picgo | piclist | rclone:NAME',
    )
    .option('--generator <name>', 'dialect of the posts, instead of the recognised one')
    .option('--site <address>', 'address of the site that readers visit')
    .option('--yes', 'ask nothing: what is suggested, images into a folder of the site unless --to names a store')
    .action(runCommand(() => import('./commands/init.js')));

  const migrate = command(
    'migrate [paths...]',
    'bring the images of posts to a store and change the links; plans without --write',
  );
  addQueueOption(addCdnRunOptions(addTargetOptions(addEncodingOptions(addNetworkOptions(addPostOptions(migrate))))))
    .option('--write', 'do it')
    .option('--diff', 'prepare, and show what would change in the posts')
    .option('--plan <file>', 'prepare, and save the plan for `imgferry apply`')
    .option('--seed <file>', 'a map of what other machines brought, for a ledger that is empty')
    .action(runCommand(() => import('./commands/migrate.js')));

  const review = command(
    'review [paths...]',
    'show in the browser what `migrate` would do: approve, skip or change it image by image, then apply it',
  );
  addCdnRunOptions(addTargetOptions(addEncodingOptions(addNetworkOptions(addPostOptions(review)))))
    .option('--port <n>', 'port on 127.0.0.1; default any that is free', portNumber)
    .option('--open', 'open it in the browser')
    .action(runCommand(() => import('./commands/review.js')));

  addNetworkOptions(command('apply <plan>', 'carry out a plan that `migrate --plan` saved')).action(
    runCommand(() => import('./commands/apply.js')),
  );

  addNetworkOptions(command('undo [run]', 'take the edits of a run back, by default of the newest whose edits stand'))
    .option('--post <file>', 'only in this post')
    .action(runCommand(() => import('./commands/undo.js')));

  command('runs', 'list the runs').action(runCommand(() => import('./commands/runs.js')));

  const report = command(
    'report [run]',
    'make a page of what a run did: pictures before and after, sizes, hosts, posts',
    ['html', 'csv'],
  );
  addNetworkOptions(report)
    .option(
      '--fetch',
      'show pictures too that are in buckets and at old addresses; without it the network is not asked',
    )
    .option('--open', 'open it in the browser')
    .option('--csv', 'instead of the page a table, old address to new, for whoever takes over')
    .action(runCommand(() => import('./commands/report.js')));

  const relink = command(
    'relink [paths...]',
    'change the domain of links whose images are there already; plans without --write',
  );
  addNetworkOptions(addPostOptions(relink))
    .requiredOption('--map <FROM=TO>', 'address prefix, and the one that takes its place (repeatable)', collect)
    .option('--write', 'do it')
    .action(runCommand(() => import('./commands/relink.js')));

  addPostOptions(command('scan [paths...]', 'list the images that posts name', listFormats)).action(
    runCommand(() => import('./commands/scan.js')),
  );

  const explain = command(
    'explain <what>',
    'say why something in a post is an image or is none, what an image can become, or what a code means',
  );
  addEncodingOptions(explain)
    .option('--max-bytes <size>', 'scale the picture down until it fits: 300KB')
    .option('--generator <name>', 'dialect of the post, instead of the recognised one')
    .addHelpText('after', translateLines(explainHelp, translate))
    .action(runCommand(() => import('./commands/explain.js')));

  const check = command(
    'check [paths...]',
    'look at every image as readers see it; exit code 1 where one is broken',
    reportFormats,
  );
  addQueueOption(addCheckOptions(addNetworkOptions(addPostOptions(check)))).action(
    runCommand(() => import('./commands/check.js')),
  );

  const repair = command(
    'repair [paths...]',
    'offer what would mend broken images, proved by a look at it; plans without --write',
  );
  addNetworkOptions(addPostOptions(repair))
    .option('--from <dir>', 'folder with copies of images, known by their bytes (repeatable)', collect)
    .option('--wayback <archive>', 'archive that is asked last: https://archive.org/ (default), another, or off')
    .option('--max-age <time>', 'how long what a check saw counts: 0, 12h, 7d')
    .option('--site <address>', 'address of the site that readers visit')
    .option('--write', 'do it')
    .option('--diff', 'show what would change in the posts')
    .action(runCommand(() => import('./commands/repair.js')));

  const optimize = command(
    'optimize <places...>',
    'make the images of folders and stores smaller where they stand; plans without --write',
  );
  addQueueOption(addCdnRunOptions(addOptimizeOptions(addEncodingOptions(addNetworkOptions(optimize))))).action(
    runCommand(() => import('./commands/optimize.js')),
  );

  const transfer = command(
    'transfer <from> <to>',
    'bring every object of a store to another one, each proved there; plans without --write',
  );
  addQueueOption(addCdnRunOptions(addTransferOptions(addNetworkOptions(transfer)))).action(
    runCommand(() => import('./commands/transfer.js')),
  );

  addCdnCommands(program, translate);

  const upload = command('upload <sources...>', 'store images (paths or addresses) and print their public addresses');
  addStoringOptions(addEncodingOptions(addNetworkOptions(upload))).action(
    runCommand(() => import('./commands/upload.js')),
  );

  const serve = command('serve', 'take uploads of editors as PicGo does (Obsidian, VS Code, Typora), until Ctrl-C', [
    'text',
  ]);
  addStoringOptions(addEncodingOptions(addNetworkOptions(serve)))
    .option('--port <n>', 'port on 127.0.0.1; default 36677, where PicGo’s plugins ask', portNumber)
    .option('--allow-origin <origin>', 'a web page that may upload; all others are refused (repeatable)', collect)
    .action(runCommand(() => import('./commands/serve.js')));

  const watch = command('watch [paths...]', 'move the local images of posts as the posts are saved, until Ctrl-C', [
    'text',
  ]);
  addTargetOptions(addEncodingOptions(addNetworkOptions(addPostOptions(watch)))).action(
    runCommand(() => import('./commands/watch.js')),
  );

  const ls = command(
    'ls <store> [prefix]',
    'list the objects of a store: size, age, class, and which posts use them',
    listFormats,
  );
  addObjectOptions(addNetworkOptions(ls))
    .option('--headers', 'ask every object for its type and headers: a request each')
    .option('--include <glob>', 'only these keys (repeatable)', collect)
    .option('--exclude <glob>', 'not these keys (repeatable)', collect)
    .action(runCommand(() => import('./commands/ls.js')));

  const stat = command(
    'stat <store> [key]',
    'tell all of one object, by its key or public address; without a key, what the store holds',
  );
  addObjectOptions(addNetworkOptions(stat)).action(runCommand(() => import('./commands/stat.js')));

  const orphans = command(
    'orphans <store>',
    'list the objects that nothing in the posts’ repository refers to',
    listFormats,
  );
  addObjectOptions(addNetworkOptions(orphans))
    .option('--branches', 'look through every other branch, too')
    .option('--archive <prefix>', 'move them below this key prefix; plans without --write')
    .option('--older-than <time>', 'archive: only what was stored so long ago; default 30d')
    .option('--restore <prefix>', 'bring back what was archived below this prefix; plans without --write')
    .option('--include <glob>', 'only these keys (repeatable)', collect)
    .option('--exclude <glob>', 'not these keys (repeatable)', collect)
    .option('--write', 'do it')
    .action(runCommand(() => import('./commands/orphans.js')));

  const headers = command(
    'headers <store> [prefix]',
    'bring the headers of a store’s objects to the configuration’s, inside the provider; plans without --write',
    listFormats,
  );
  addCdnRefreshOption(addNetworkOptions(headers))
    .option('--include <glob>', 'only these keys (repeatable)', collect)
    .option('--exclude <glob>', 'not these keys (repeatable)', collect)
    .option('--write', 'do it')
    .action(runCommand(() => import('./commands/headers.js')));

  command('redirects [run]', 'print redirects from where a run’s images were to where they are now')
    .option('--as <server>', 'nginx | htaccess | netlify | cloudflare | html')
    .option('--root <dir>', 'folder whose files the site serves from its root, for local images that moved')
    .option('--site <address>', 'address of the site that readers visit')
    .action(runCommand(() => import('./commands/redirects.js')));

  addNetworkOptions(
    command('prune [run]', 'remove the originals that `optimize` kept; what it did can’t be undone afterwards'),
  )
    .option('--older-than <time>', 'of runs that ended so long ago; default 30d, of a run that is named 0')
    .action(runCommand(() => import('./commands/prune.js')));

  command('map', 'write which image became which object, a list to commit; or fill an empty ledger from one', [
    'ndjson',
  ])
    .option('--out <file>', 'write it there; default stdout')
    .option('--seed <file>', 'fill the empty ledger from this map')
    .action(runCommand(() => import('./commands/map.js')));

  addNetworkOptions(command('verify [run]', 'read everything back that a run stored'))
    .option('--verify <how>', 'stored | public')
    .action(runCommand(() => import('./commands/verify.js')));

  addNetworkOptions(command('doctor', 'look at configuration, credentials, stores, addresses and clock'))
    .option('--to <store>', 'the store to look at')
    .option('--public-url <base>', "address of the bucket's root or of the folder")
    .action(runCommand(() => import('./commands/doctor.js')));

  addQueueCommands(program);

  command('completion <shell>', 'print what completes commands and options in bash, zsh or fish', ['text'])
    .addHelpText('after', translateLines(completionHelp, translate))
    .action(runCommand(() => import('./commands/completion.js')));

  for (const one of program.commands) one.helpGroup(groupOf(one.name()));
  translateHelp(program, translate);
  return program;
}

const asItIs: Translate = (english) => english;

const helpAfterError = '(imgferry --help lists the commands, imgferry COMMAND --help their options)';

const helpOfHelp = 'say what a command does and which options it has';

const otherCommands = 'Shell:';

const helpCommand = (): Command => new Command('help').argument('[command]').helpOption(false).helpGroup(otherCommands);

/** What a command is for, in the help. */
const groups: Readonly<Record<string, readonly string[]>> = {
  'Begin:': ['overview', 'init'],
  'Look:': ['scan', 'check', 'explain', 'doctor'],
  'Move:': ['migrate', 'review', 'apply', 'transfer', 'relink', 'upload', 'serve', 'watch'],
  'Mend and make smaller:': ['repair', 'optimize'],
  'Buckets and CDN:': ['ls', 'stat', 'orphans', 'headers', 'cdn'],
  'Many machines:': ['work', 'queue'],
  'Afterwards:': ['undo', 'runs', 'report', 'verify', 'redirects', 'map', 'prune'],
};

const groupOf = (name: string): string =>
  Object.keys(groups).find((group) => groups[group]?.includes(name)) ?? otherCommands;

const programHelp = `
Examples:
  imgferry                                            what is here, and what suits
  imgferry check posts                                every broken image
  imgferry migrate posts --to STORE --write           into a bucket or folder, links following
  imgferry transfer OLD NEW --posts posts --write     a whole bucket, links following
  imgferry optimize static --posts posts --write      smaller, measured picture by picture
  imgferry undo                                       take the last run back`;

const completionHelp = `
In the shell's own file:
  bash   eval "$(imgferry completion bash)"      in ~/.bashrc
  zsh    eval "$(imgferry completion zsh)"       in ~/.zshrc, after compinit
  fish   imgferry completion fish | source       in ~/.config/fish/config.fish`;

const explainHelp = `
What:
  posts/a.md:12     why what stands on the line is an image reference or isn't; posts/a.md:12:3 too
  posts/a.md        each image of the post, and where it leads
  images/a.png      what optimizing makes of it: what is tried, bytes and score of each try, what is chosen
  OBJECT_CONFLICT   what an error means and what to do; the ids of reasons, rules, notes and syntaxes too`;
