import type { z } from 'zod';
import { ImgferryError } from '../core/errors.js';
import { isRecord } from '../lib/json-value.js';
import { nearestName } from './nearest-name.js';
import type { Place } from './parse-config.js';
import { configSchema } from './schema.js';
import type { GivenSettings } from './settings.js';

/** Which file is checked, and where its keys stand. */
export interface GivenFile {
  readonly path: string;
  placeOf(keys: readonly PropertyKey[]): Place | undefined;
}

/**
 * Checks what a configuration file says.
 *
 * @returns the values as they were given, without defaults; an empty file says nothing
 * @throws ImgferryError CONFIG_INVALID {path, key, expected, found, hint, line, column}
 */
export function checkGiven(value: unknown, file: GivenFile): GivenSettings {
  const given = withoutSchemaName(value ?? {});
  const result = configSchema.safeParse(given);
  if (result.success && isRecord(given)) return given;
  const fault = result.success ? undefined : faultOf(result.error, given, knownKeys);
  const place = file.placeOf(fault?.keys ?? []);
  throw new ImgferryError('CONFIG_INVALID', {
    path: file.path,
    key: fault?.keys.map(String).join('.') ?? '',
    expected: fault?.expected ?? 'mapping',
    found: fault?.found ?? 'nothing',
    hint: fault?.hint,
    ...place,
  });
}

/** `$schema` is for editors. */
function withoutSchemaName(value: unknown): unknown {
  if (!isRecord(value) || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).filter(([key]) => key !== '$schema'));
}

/** What is wrong with one value: the first fault that the schema names, an unknown key before anything else. */
export interface Fault {
  readonly keys: readonly PropertyKey[];
  /** A permanent id (`number`, `url`), or the values that are allowed. */
  readonly expected: string | readonly string[];
  /** The value, shortened; `hidden` where it could be secret. */
  readonly found: string;
  /** The name that was probably meant. */
  readonly hint: string | undefined;
}

/** Names that may stand at a path of the configuration. */
export type KnownKeys = (path: readonly PropertyKey[]) => readonly string[];

/** Makes one fault of the schema's complaints. */
export function faultOf(error: z.ZodError, given: unknown, known: KnownKeys): Fault {
  const issues = error.issues.map(deepestIssue);
  const issue = issues.find(({ code }) => code === 'unrecognized_keys') ?? issues[0];
  if (!issue) return { keys: [], expected: 'mapping', found: 'nothing', hint: undefined };
  if (issue.code === 'unrecognized_keys') {
    const key = issue.keys[0] ?? '';
    const names = known(issue.path);
    return { keys: [...issue.path, key], expected: names, found: key, hint: nearestName(key, names) };
  }
  const value = valueAt(given, issue.path);
  const expected = expectedBy(issue);
  const hint = typeof value === 'string' && typeof expected !== 'string' ? nearestName(value, expected) : undefined;
  return { keys: issue.path, expected, found: shown(value, issue.path), hint };
}

/** Of a union's branches, the one that got furthest knows best what was meant. */
function deepestIssue(issue: z.core.$ZodIssue): z.core.$ZodIssue {
  if (issue.code !== 'invalid_union') return issue;
  const inner = issue.errors
    .flat()
    .map(deepestIssue)
    .sort((one, other) => other.path.length - one.path.length || Number(isOwn(other)) - Number(isOwn(one)))[0];
  return inner ? { ...inner, path: [...issue.path, ...inner.path] } : issue;
}

/** A pattern's complaint says more than "is no number". */
const isOwn = (issue: z.core.$ZodIssue): boolean => issue.code === 'invalid_format' || issue.code === 'custom';

function expectedBy(issue: z.core.$ZodIssue): string | readonly string[] {
  switch (issue.code) {
    case 'invalid_type':
      return issue.expected;
    case 'invalid_value':
      return issue.values.map(String);
    case 'too_small':
      if (issue.origin === 'string') return 'filled';
      return `${issue.inclusive === false ? '>' : '>='} ${issue.minimum}`;
    case 'too_big':
      return `<= ${issue.maximum}`;
    case 'invalid_format':
      return issue.format === 'url' ? 'url' : issue.message;
    case 'invalid_key':
      return issue.issues[0]?.message ?? 'key';
    default:
      return issue.message;
  }
}

const secretKeys = new Set<PropertyKey>(['credentials', 'headers']);

function shown(value: unknown, path: readonly PropertyKey[]): string {
  if (value === undefined) return 'nothing';
  if (path.some((key) => secretKeys.has(key))) return 'hidden';
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return text.length > 80 ? `${text.slice(0, 79)}…` : text;
}

function valueAt(value: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>((inner, key) => (isRecord(inner) ? inner[String(key)] : undefined), value);
}

/** Follows the schema's own shape, so that a new option is known here without a word. */
const knownKeys: KnownKeys = (path) => {
  const { stores, hosts, folders } = configSchema.shape;
  const inner = { stores: stores.def.innerType.valueType.in, hosts: hosts.def.innerType.valueType };
  const cdnShape = configSchema.shape.cdn.def.innerType.shape;
  if (path[0] === 'cdn') return Object.keys(path[1] === 'limits' ? cdnShape.limits.def.innerType.shape : cdnShape);
  if (path.length < 2) return Object.keys(configSchema.shape);
  if (path[0] === 'ignore') return ['address', 'post', 'reason'];
  if (path[0] === 'folders') return Object.keys(folders.def.innerType.valueType.shape);
  return Object.keys((path[0] === 'stores' ? inner.stores : inner.hosts).shape);
};
