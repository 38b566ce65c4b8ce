import { readFile } from 'node:fs/promises';
import { ImgferryError } from '../core/errors.js';
import { errnoOf } from '../lib/files.js';

/** A file of another tool, as text; undefined when it isn't there. Nothing of it goes into an error. */
export async function readToolFile(path: string): Promise<string | undefined> {
  try {
    return (await readFile(path, 'utf8')).replace(/^\ufeff/, '');
  } catch (error) {
    const found = errnoOf(error);
    if (found === 'ENOENT' || found === 'ENOTDIR') return undefined;
    throw new ImgferryError('CREDENTIALS_UNREADABLE', { path, found: found ?? 'unknown' }, { cause: error });
  }
}

/** The same as JSON; a parser's error quotes what it read, which may be a secret, so it is no cause of ours. */
export async function readToolJson(path: string): Promise<unknown> {
  const text = await readToolFile(path);
  if (text === undefined) return undefined;
  try {
    return JSON.parse(text);
  } catch {
    throw new ImgferryError('CREDENTIALS_UNREADABLE', { path, found: 'syntax', expected: 'JSON' });
  }
}

export type IniSections = ReadonlyMap<string, ReadonlyMap<string, string>>;

export interface IniFile {
  readonly path: string;
  readonly sections: IniSections;
}

/** A file of sections; undefined when it isn't there. */
export async function readIniFile(path: string): Promise<IniFile | undefined> {
  const text = await readToolFile(path);
  return text === undefined ? undefined : { path, sections: parseIni(text) };
}

/** A text's sections of `key = value`; lines that are neither are passed over, as the tools do. */
export function parseIni(text: string): IniSections {
  const sections = new Map<string, Map<string, string>>();
  let section = new Map<string, string>();
  for (const line of text.split(/\r?\n/)) {
    const name = /^\s*\[([^\]]+)\]\s*$/.exec(line)?.[1];
    const [, key, value] = /^\s*([^#;=\s][^=]*?)\s*=\s*(.*?)\s*$/.exec(line) ?? [];
    if (name !== undefined) {
      section = sections.get(name.trim()) ?? new Map();
      sections.set(name.trim(), section);
    } else if (key !== undefined && value !== undefined) {
      section.set(key, value);
    }
  }
  return sections;
}

/** A field of a value that came out of a file; undefined where there is none, or none of that shape. */
export function fieldOf(value: unknown, name: string): unknown {
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, name)) return undefined;
  return Object.entries(value).find(([key]) => key === name)?.[1];
}

/** The same, as text that isn't empty. */
export function textOf(value: unknown, name: string): string | undefined {
  const field = fieldOf(value, name);
  return typeof field === 'string' && field !== '' ? field : undefined;
}

/** The same, as a list. */
export function listOf(value: unknown, name: string): readonly unknown[] {
  const field = fieldOf(value, name);
  return Array.isArray(field) ? field : [];
}
