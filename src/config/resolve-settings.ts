import { resolve } from 'node:path';
import { ImgferryError } from '../core/errors.js';
import { flagNameOf } from './flag-name-of.js';
import type { CommandName, GivenSettings, LoadedConfig, Settings } from './settings.js';

/**
 * Lays flags over the file over the command's defaults, checks them and makes paths absolute: the file's from its
 * folder, the flags' from the working directory.
 *
 * @param flags under the settings' names; undefined ones were not given
 * @param command whose defaults apply; undefined: the schema's
 * @throws ImgferryError USAGE_INVALID {option, expected, found, hint}: a flag's value
 */
export async function resolveSettings(
  loaded: LoadedConfig,
  flags: GivenSettings = {},
  command?: CommandName,
): Promise<Settings> {
  const { commandDefaults, configSchema } = await import('./schema.js'); // zod takes 60 ms to load
  const fromFlags = Object.fromEntries(Object.entries(flags).filter(([, value]) => value !== undefined));
  const given = {
    ...(command === undefined ? {} : commandDefaults[command]),
    ...absolutePaths(loaded.given, loaded.folder),
    ...absolutePaths(fromFlags, loaded.cwd),
  };
  const result = configSchema.safeParse(given);
  if (result.success) return withoutUndefined(result.data);
  const { faultOf } = await import('./check-given.js');
  const fault = faultOf(result.error, given, () => Object.keys(configSchema.shape));
  throw new ImgferryError('USAGE_INVALID', {
    option: flagNameOf(String(fault.keys[0] ?? '')),
    expected: fault.expected,
    found: fault.found,
    hint: fault.hint,
  });
}

function absolutePaths(given: GivenSettings, folder: string): GivenSettings {
  const change: Record<string, (value: unknown) => unknown> = {
    posts: (value) => (Array.isArray(value) ? value.map((path) => absolute(path, folder)) : absolute(value, folder)),
    to: (value) => absoluteStore(value, folder),
    ledger: (value) => absolute(value, folder),
    baseline: (value) => absolute(value, folder),
    stores: (value) => mapValues(value, (store) => absoluteStoreFields(store, folder)),
  };
  return Object.fromEntries(Object.entries(given).map(([key, value]) => [key, change[key]?.(value) ?? value]));
}

const absolute = (path: unknown, folder: string): unknown => (typeof path === 'string' ? resolve(folder, path) : path);

function absoluteStoreFields(store: unknown, folder: string): unknown {
  if (typeof store !== 'object' || store === null) return store;
  const { url, dir, ...rest }: { url?: unknown; dir?: unknown } = store;
  return {
    ...rest,
    ...(url === undefined ? {} : { url: absoluteStore(url, folder) }),
    ...(dir === undefined ? {} : { dir: absolute(dir, folder) }),
  };
}

/** `file:images` becomes `file:/site/images`; `file:///…` has its path already. */
function absoluteStore(address: unknown, folder: string): unknown {
  if (typeof address !== 'string' || !address.startsWith('file:') || address.startsWith('file://')) return address;
  return `file:${resolve(folder, address.slice('file:'.length))}`;
}

function mapValues(value: unknown, change: (value: unknown) => unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, change(inner)]));
}

type Exact<Value> = Value extends readonly unknown[] | string | number | boolean
  ? Value
  : { [Key in keyof Value]: Exact<Exclude<Value[Key], undefined>> };

/** Options that were not given are absent, not undefined, all the way down. */
function withoutUndefined<Value extends object>(value: Value): Exact<Value> {
  return JSON.parse(JSON.stringify(value));
}
