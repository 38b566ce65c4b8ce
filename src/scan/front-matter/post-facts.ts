import type { FrontMatter } from './find-front-matter.js';

/** What a post's front matter says that decides how its addresses are read. */
export interface PostFacts {
  /** Epoch ms; an instant without a zone is read as UTC, so that every machine says the same. */
  readonly date?: number;
  /** `typora-root-url`: where the editor looks for addresses that start with `/`. */
  readonly rootUrl?: string;
  /** Chirpy's `media_subpath` (formerly `img_path`): stands before every address of the post that has no scheme. */
  readonly mediaSubpath?: string;
  /** Docusaurus' `mdx.format`. */
  readonly format?: 'md' | 'mdx';
}

/** Reads the facts without a parser: they are single lines, and most posts have no image in front matter to parse it for. */
export function readPostFacts(text: string, frontMatter: FrontMatter | undefined): PostFacts {
  if (!frontMatter) return {};
  const source = text.slice(frontMatter.region.start, frontMatter.region.end);
  const date = parseDate(lineValue(source, dateLine));
  const rootUrl = source.includes('typora-root-url') ? lineValue(source, rootUrlLine) : undefined;
  const hasSubpath = source.includes('media_subpath') || source.includes('img_path');
  const mediaSubpath = hasSubpath ? lineValue(source, mediaSubpathLine) : undefined;
  const format =
    source.includes('mdx') || source.includes('format')
      ? /^[ \t]+format:\s*["']?(mdx?)\b/m.exec(source)?.[1]
      : undefined;
  return {
    ...(date !== undefined && { date }),
    ...(rootUrl && { rootUrl }),
    ...(mediaSubpath && { mediaSubpath }),
    ...((format === 'md' || format === 'mdx') && { format }),
  };
}

/** The value on a key's line, however nested. */
const linePattern = (keys: string): RegExp =>
  new RegExp(`^[ \\t]*"?(?:${keys})"?[ \\t]*[:=][ \\t]*(.*?)[ \\t]*\\r?$`, 'm');

const dateLine = linePattern('date');
const rootUrlLine = linePattern('typora-root-url');
const mediaSubpathLine = linePattern('media_subpath|img_path');

function lineValue(source: string, pattern: RegExp): string | undefined {
  const line = pattern.exec(source)?.[1];
  if (line === undefined) return undefined;
  const quoted = /^"([^"]*)"|^'([^']*)'/.exec(line);
  return quoted ? (quoted[1] ?? quoted[2]) : line.replace(/(?:^|[ \t]+)#.*$|,$/, '');
}

const datePattern =
  /^(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:[T ]+(\d{1,2}):(\d{2})(?::(\d{2}))?(?:\.\d+)?)?\s*(Z|[+-]\d{2}:?\d{2})?$/;

/** ISO 8601 and what generators take besides: slashes, one digit, a space before the zone. */
export function parseDate(written: string | undefined): number | undefined {
  const match = datePattern.exec(written ?? '');
  if (!match) return undefined;
  const [, year, month, day, hour = '0', minute = '0', second = '0', zone] = match;
  const local = Date.UTC(Number(year), Number(month) - 1, Number(day), Number(hour), Number(minute), Number(second));
  return local - zoneOffset(zone);
}

/** Jekyll and Hexo name posts by their day. */
export function dateOfFileName(name: string): number | undefined {
  return parseDate(/^(\d{4}-\d{1,2}-\d{1,2})(?=[-_. ])/.exec(name)?.[1]);
}

function zoneOffset(zone: string | undefined): number {
  const match = /^([+-])(\d{2}):?(\d{2})$/.exec(zone ?? '');
  if (!match) return 0;
  const minutes = Number(match[2]) * 60 + Number(match[3]);
  return (match[1] === '-' ? -1 : 1) * minutes * 60_000;
}
