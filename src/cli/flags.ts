import { ageAmount, parseTime } from '../config/amounts.js';
import { ImgferryError } from '../core/errors.js';

/** Flags as commander parsed them. */
export type Flags = Readonly<Record<string, unknown>>;

/** Flags that the settings know under another name. */
const renamed: Readonly<Record<string, string>> = {
  host: 'onlyHosts',
  skipHost: 'skipHosts',
  allowHost: 'allowHosts',
  maxBytes: 'oversizedBytes',
  maxPixels: 'oversizedPixels',
};

/** Flags that belong to a command and are no settings. */
const ofCommand = new Set([
  'config',
  'format',
  'output',
  'quiet',
  'verbose',
  'color',
  'write',
  'check',
  'diff',
  'plan',
  'map',
  'from',
  'post',
  'deep',
  'quick',
  'local',
  'store',
  'report',
  'updateBaseline',
  'changed',
  'since',
  'staged',
  'headers',
  'as',
  'root',
  'archive',
  'restore',
  'olderThan',
  'seed',
  'out',
  'branches',
  'manifest',
  'port',
  'allowOrigin',
  'run',
  'prefix',
  'tag',
  'spread',
  'again',
  'open',
  'csv',
  'fetch',
  'yes',
  'credentials',
  'queue',
]);

/** The flags that are settings, under the settings' names. */
export function settingsOf(flags: Flags): Flags {
  const entries = Object.entries(flags).filter(([name]) => !ofCommand.has(name));
  return Object.fromEntries(entries.map(([name, value]) => [renamed[name] ?? name, value]));
}

/** A flag's text; undefined where it was not given. */
export function textFlag(flags: Flags, name: string): string | undefined {
  const value = flags[name];
  return typeof value === 'string' ? value : undefined;
}

/**
 * The queue of a command that changes things.
 *
 * @throws ImgferryError USAGE_INVALID without `--write`
 */
export function queueOf(flags: Flags): string | undefined {
  const queue = textFlag(flags, 'queue');
  if (queue === undefined || isSet(flags, 'write')) return queue;
  throw new ImgferryError('USAGE_INVALID', { option: '--queue', expected: ['--write'] });
}

/**
 * A flag's time in ms: `12h`, `30d`. A bare number other than 0 is refused: who types 7 for how old something has to be
 * to go means days, and not milliseconds.
 *
 * @throws ImgferryError USAGE_INVALID {option, expected, found}
 */
export function timeFlag(flags: Flags, name: string, option: string): number | undefined {
  const text = textFlag(flags, name);
  if (text === undefined) return undefined;
  if (ageAmount.test(text)) return parseTime(text);
  throw new ImgferryError('USAGE_INVALID', { option, expected: 'time', found: text });
}

/** What a repeatable flag was given. */
export function listFlag(flags: Flags, name: string): readonly string[] {
  const value = flags[name];
  return Array.isArray(value) ? value.map(String) : [];
}

/** Whether a flag was given. */
export const isSet = (flags: Flags, name: string): boolean => flags[name] === true;

/**
 * One of a few words; the first is the default.
 *
 * @throws ImgferryError USAGE_INVALID {option, expected, found}
 */
export function oneOf<Word extends string>(
  option: string,
  found: string | undefined,
  words: readonly [Word, ...Word[]],
): Word {
  if (found === undefined) return words[0];
  const word = words.find((known) => known === found);
  if (word === undefined) throw new ImgferryError('USAGE_INVALID', { option, expected: words, found });
  return word;
}

/** @throws ImgferryError USAGE_INVALID for two flags that exclude each other */
export function refuseBoth(one: string, other: string): never {
  throw new ImgferryError('USAGE_INVALID', { option: one, expected: [`${one} | ${other}`], found: `${one} ${other}` });
}
