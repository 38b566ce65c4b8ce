import { type Command, InvalidArgumentError, Option } from 'commander';

const plainFormats = ['text', 'json'];

/** What a command prints that is a list, line by line too. */
export const listFormats = ['text', 'json', 'ndjson'];

/** Every format of a check. */
export const reportFormats = ['text', 'ndjson', 'json', 'sarif', 'junit', 'github', 'markdown', 'html'];

/**
 * Options that every command takes.
 *
 * @param formats what `--format` may be; another one is refused before the command's work
 */
export function addCommonOptions(command: Command, formats: readonly string[] = plainFormats): Command {
  const format = new Option('--format <format>', `format of the output: ${formats.join(' | ')}`);
  format.argChoices = [...formats];
  return command
    .option('--config <file>', 'configuration, instead of imgferry.config.yaml found upward')
    .option('--ledger <file>', 'ledger, instead of .imgferry/ledger.db beside the configuration')
    .addOption(format)
    .option('--output <file>', 'write the output to a file')
    .option('--lang <language>', 'en | zh | auto')
    .option('--quiet', 'only errors and the result')
    .option('--verbose', 'every image, every edit')
    .option('--no-color', 'no colours');
}

/** Options of every command that reads posts. */
export function addPostOptions(command: Command): Command {
  return command
    .option('--include <glob>', 'only these posts (repeatable)', collect)
    .option('--exclude <glob>', 'not these posts (repeatable)', collect)
    .option('--generator <name>', 'dialect of the posts, instead of the recognised one');
}

/** Options of every command that connects. */
export function addNetworkOptions(command: Command): Command {
  return command
    .option('--allow-host <host>', 'a private address that may be asked: HOST or HOST:PORT (repeatable)', collect)
    .option('--concurrency <n>', 'requests at once', wholeNumber);
}

/** Option of a command whose images workers can see to. */
export function addQueueOption(command: Command): Command {
  return command.option(
    '--queue <redis>',
    'have `imgferry work` on other machines see to the images: redis://HOST:PORT',
  );
}

/** Options of a command that stores images. */
export function addTargetOptions(command: Command): Command {
  return addStoringOptions(command)
    .option('--host <host>', 'only images of this host (repeatable)', collect)
    .option('--skip-host <host>', 'not images of this host (repeatable)', collect)
    .option(
      '--remap <FROM=TO>',
      'fetch addresses that start with FROM from TO: a mirror, file:DIR, a store (repeatable)',
      collect,
    )
    .option('--links <which>', 'links to images: same (move with their image) | all | off')
    .option('--processed <how>', 'links with ?x-oss-process=…: original | keep | bake');
}

/** Where images are stored, and how they are named there. */
export function addStoringOptions(command: Command): Command {
  return command
    .option('--to <store>', 'file:DIR, oss://BUCKET/PREFIX?region=…, s3://…, webdavs://…, or a name under `stores`')
    .option(
      '--public-url <base>',
      "address of the bucket's root or of the folder that is written; `relative`: the path from the post",
    )
    .option(
      '--key <template>',
      'name that an object gets: {year} {month} {day} {digest:N} {name} {ext} {post} {width} {height}',
    )
    .option('--verify <how>', 'what is read back before its address is written: stored | public');
}

/** Options of a command that encodes images. */
export function addEncodingOptions(command: Command): Command {
  return command
    .option('--image-format <format>', 'keep | auto | webp | avif | jpeg | png')
    .option('--optimize <how>', 'off | lossless | auto')
    .option('--quality <n>', 'one fixed quality, 1 to 100', wholeNumber)
    .option('--effort <effort>', 'fast (measures nothing) | balanced | smallest')
    .option('--target <score>', 'SSIMULACRA 2 score that what loses something must reach; default 80', decimal)
    .option('--allow-formats <formats>', 'what `--image-format auto` may choose: webp,avif', commaList)
    .option('--max-width <pixels>', 'scale wider pictures down', wholeNumber)
    .option('--max-height <pixels>', 'scale higher pictures down', wholeNumber)
    .option('--metadata <which>', 'what stays: copyright (and artist) | all (the place too) | none');
}

/** Options of a command that looks at a store's objects. */
export function addObjectOptions(command: Command): Command {
  return command
    .option('--posts <paths...>', 'posts that are looked through for the objects', collect)
    .option('--public-url <base>', "address of the bucket's root or of the folder, as posts name it")
    .option('--generator <name>', 'dialect of the posts, instead of the recognised one');
}

/** What `check` takes besides. */
export function addCheckOptions(command: Command): Command {
  return command
    .option('--report <FORMAT=FILE>', `one more report: ${reportFormats.join(' | ')} (repeatable)`, collect)
    .option('--changed', 'only posts that changed since --since, or whose images did')
    .option('--since <ref>', 'commit to compare with; else the base of a pull request on GitHub, else HEAD')
    .option('--staged', 'only what is to be committed')
    .option('--local', 'only files: no network')
    .option('--store <store>', 'every object of a bucket or folder instead of posts')
    .option('--deep', 'decode every pixel (default)')
    .option('--quick', 'headers and first bytes alone')
    .option('--max-bytes <size>', 'a larger file is oversized: 300KB')
    .option('--max-pixels <pixels>', 'an image with more pixels is oversized: 4MP')
    .option('--fail-on <level>', 'broken (default) | unverifiable | warn | never')
    .option('--baseline <file>', 'fail only on what this list does not have')
    .option('--update-baseline', 'write the list anew')
    .option('--max-age <time>', 'how long a verdict counts: 0, 12h, 7d')
    .option('--site <address>', 'address of the site that readers visit');
}

/** What `optimize` takes besides. */
export function addOptimizeOptions(command: Command): Command {
  return command
    .option('--posts <paths...>', 'posts that follow where an image gets another name', collect)
    .option('--include <glob>', 'only these images (repeatable)', collect)
    .option('--exclude <glob>', 'not these images (repeatable)', collect)
    .option('--changed', 'only files that changed since --since')
    .option('--since <ref>', 'commit to compare with; else the base of a pull request on GitHub, else HEAD')
    .option('--max-bytes <size>', 'scale pictures down until they fit: 300KB')
    .option('--public-url <base>', "address of the bucket's root or of the folder, as posts name it")
    .option('--keep-originals <where>', 'folder, in a bucket key prefix, that replaced images go to; off: none')
    .option('--generator <name>', 'dialect of the posts, instead of the recognised one')
    .option('--write', 'do it');
}

/** What `transfer` takes besides. */
export function addTransferOptions(command: Command): Command {
  return command
    .option('--posts <paths...>', 'posts whose links follow', collect)
    .option('--public-url <base>', "address of the target bucket's root or of the folder, as posts will name it")
    .option('--include <glob>', 'only these keys (repeatable)', collect)
    .option('--exclude <glob>', 'not these keys (repeatable)', collect)
    .option('--generator <name>', 'dialect of the posts, instead of the recognised one')
    .option('--optimize <how>', 'lossless | auto: pictures become smaller on the way, in their format; default off')
    .option('--bandwidth <rate>', 'bytes a second at most, both ways together: 10MB, 500KB/s')
    .option('--max-requests <n>', 'requests a second at most', decimal)
    .option(
      '--manifest <file>',
      'list of what was moved (NDJSON; FILE.sha256: for sha256sum -c); --check verifies by it',
    )
    .option('--check', 'compare only: what is missing, different, or only at the target')
    .option('--write', 'do it');
}

export function collect(value: string, before: readonly string[] = []): readonly string[] {
  return [...before, value];
}

const commaList = (text: string): readonly string[] => text.split(',').map((name) => name.trim());

function decimal(text: string): number {
  if (!/^\d+(?:\.\d+)?$/.test(text)) throw new InvalidArgumentError('A number is expected.');
  return Number(text);
}

export function wholeNumber(text: string): number {
  if (!/^\d+$/.test(text)) throw new InvalidArgumentError('A whole number is expected.');
  return Number(text);
}

/** Of TCP; 0 is any that is free. */
export function portNumber(text: string): number {
  const port = wholeNumber(text);
  if (port > 65_535) throw new InvalidArgumentError('A port is expected: 0 to 65535.');
  return port;
}
