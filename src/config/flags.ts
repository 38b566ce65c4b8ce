import type { Settings } from './settings.js';

/** Flags that bear another name than the setting they set: one value each time there, a list here. */
const renamed: Readonly<Record<string, keyof Settings>> = {
  host: 'onlyHosts',
  skipHost: 'skipHosts',
  allowHost: 'allowHosts',
};

const sameName: ReadonlySet<string> = new Set<keyof Settings>([
  'to',
  'key',
  'verify',
  'publicUrl',
  'imageFormat',
  'optimize',
  'effort',
  'quality',
  'links',
  'processed',
  'include',
  'exclude',
  'remap',
  'generator',
  'concurrency',
  'lang',
  'ledger',
]);

/**
 * The settings that a command line gives, out of all its options (camel case, as commander has them); the others
 * (`write`, `format`, …) are the command's own.
 *
 * @param paths posts that were named; none: the configuration's
 */
export function flagsOf(
  options: Readonly<Record<string, unknown>>,
  paths: readonly string[] = [],
): Readonly<Partial<Record<keyof Settings, unknown>>> {
  const named = Object.entries(options).flatMap(([name, value]) => {
    const setting = renamed[name] ?? (sameName.has(name) ? name : undefined);
    return setting === undefined || value === undefined ? [] : [[setting, value]];
  });
  return Object.fromEntries(paths.length === 0 ? named : [...named, ['posts', paths]]);
}

/** The flag that sets a setting, as it is typed. */
export function flagNameOf(setting: string): string {
  const flag = Object.entries(renamed).find(([, name]) => name === setting)?.[0] ?? setting;
  return `--${flag.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
}
