import type { Span } from '../../core/image-reference.js';
import type { LocatedScalar } from './located-scalar.js';

/**
 * Reads the scalars of JSON (RFC 8259), with or without braces around the members (Hexo's front matter has none).
 * Comments and trailing commas, which editors leave in configuration, are passed over.
 */
export function readJsonScalars(text: string, region: Span): readonly LocatedScalar[] {
  const scalars: LocatedScalar[] = [];
  const open: { readonly isObject: boolean; readonly key: string | undefined }[] = [];
  let key: string | undefined;
  let isObject = true;
  const path = (): string[] => [...open.map((level) => level.key), key].filter((part) => part !== undefined);
  tokenPattern.lastIndex = region.start;
  for (;;) {
    const match = tokenPattern.exec(text);
    if (!match || match.index >= region.end) return scalars;
    const [token] = match;
    if (token === '{' || token === '[') {
      if (open.length >= deepestNesting) return scalars;
      open.push({ isObject, key });
      isObject = token === '{';
      key = undefined;
    } else if (token === '}' || token === ']') {
      isObject = open.pop()?.isObject ?? true;
      key = undefined;
    } else if (token === ',') {
      if (isObject) key = undefined;
    } else if (!token.startsWith('/') && token !== ':') {
      const end = match.index + token.length;
      if (isObject && key === undefined) key = decodeJson(token);
      else scalars.push(...locate(token, match.index, end, path()));
    }
  }
}

/** No data of a person is deeper; every value carries its path. */
const deepestNesting = 64;

const tokenPattern = /[{}[\],:]|"(?:[^"\\\r\n]|\\[^\r\n])*"|\/\/[^\r\n]*|\/\*(?:[^*]|\*(?!\/))*\*\/|[^\s{}[\],:"/]+/g;

function locate(token: string, start: number, end: number, path: readonly string[]): LocatedScalar[] {
  if (!token.startsWith('"')) return [{ path, span: { start, end }, value: token, escaping: undefined }];
  const value = decodeJson(token);
  return value === undefined ? [] : [{ path, span: { start: start + 1, end: end - 1 }, value, escaping: 'json' }];
}

function decodeJson(token: string): string | undefined {
  try {
    const value: unknown = JSON.parse(token);
    return typeof value === 'string' ? value : undefined;
  } catch {
    return undefined; // an escape that JSON does not know
  }
}
