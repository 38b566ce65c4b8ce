import { join } from 'node:path';
import { readScalars } from '../scalars/read-scalars.js';
import type { FileLookup } from './file-lookup.js';

/** A site's own configuration, as far as its values are written out: nothing of it is run. */
export interface SiteSettings {
  /** A value by its keys, without case. */
  get(...path: readonly string[]): string | undefined;
}

/** Reads the first of the files that exists: YAML, TOML or JSON. */
export function readSettings(files: FileLookup, folder: string, names: readonly string[]): SiteSettings | undefined {
  for (const name of names) {
    const text = files.readText(join(folder, name));
    if (text !== undefined) return settingsOf(text, name);
  }
  return undefined;
}

function settingsOf(text: string, name: string): SiteSettings {
  const format = name.endsWith('.toml') ? 'toml' : name.endsWith('.json') ? 'json' : 'yaml';
  const values = new Map<string, string>();
  for (const { path, value } of readScalars(text, { start: 0, end: text.length }, format)) {
    const key = path.join('\n').toLowerCase();
    if (!values.has(key)) values.set(key, value);
  }
  return { get: (...path) => values.get(path.join('\n').toLowerCase()) };
}

/** A string in a configuration written in JavaScript: `base: '/docs/'`. Undefined where it isn't written out. */
export function readScriptSetting(source: string, key: string): string | undefined {
  return new RegExp(`(?:^|[\\s{,])['"]?${key}['"]?\\s*:\\s*(['"\`])([^'"\`\\n$]*)\\1`).exec(source)?.[2];
}

/** The first of a site's scripts that exists, as text. */
export function readScript(files: FileLookup, folder: string, names: readonly string[]): string | undefined {
  for (const name of names) {
    const text = files.readText(join(folder, name));
    if (text !== undefined) return text;
  }
  return undefined;
}

/** The path under which a site is published, from a path or a whole address; `/` where nothing is said. */
export function basePath(setting: string | undefined): string {
  if (setting === undefined) return '/';
  const path = /^(?:https?:)?\/\//.test(setting) ? setting.replace(/^(?:https?:)?\/\/[^/]*/, '') : setting;
  const trimmed = path.replace(/^\/+|\/+$/g, '');
  return trimmed === '' ? '/' : `/${trimmed}/`;
}

/** Names of the packages that a `package.json` asks for. */
export function packageNames(files: FileLookup, folder: string): ReadonlySet<string> {
  const text = files.readText(join(folder, 'package.json'));
  const names = new Set<string>();
  for (const { path } of readScalars(text ?? '', { start: 0, end: text?.length ?? 0 }, 'json')) {
    const [group, name] = path;
    if (name !== undefined && /^(?:d|devD|peerD|optionalD)ependencies$/.test(group ?? '')) names.add(name);
    if (group === 'hexo') names.add('hexo'); // Hexo writes its version there and takes the folder for a site by it
  }
  return names;
}
