import type { Span } from '../../core/image-reference.js';
import type { FrontMatter } from '../front-matter/find-front-matter.js';
import { type ScanTextOptions, scanText } from '../scan-document.js';
import { findFences } from '../tags/fences.js';
import { findRawRegions } from '../tags/raw-regions.js';

/** What a place is, in which nothing names an image; permanent. */
export type HiddenBy =
  | 'front-matter-comment'
  | 'front-matter-value'
  | 'raw-region'
  | 'fenced-code'
  | 'indented-code'
  | 'code-span'
  | 'html-comment'
  | 'math'
  | 'hidden';

export interface Verdict<Rule> {
  readonly rule: Rule;
  readonly source: string;
}

interface Place {
  readonly found: Span;
  readonly line: Span;
  readonly frontMatter: FrontMatter | undefined;
  readonly options: ScanTextOptions;
}

/**
 * Whether a place hides what stands there, and by which rule. It is asked of the scan itself: an image that is surely
 * one is put there, and if it isn't found, the place is changed until it is.
 *
 * @returns undefined where an image would be found
 */
export function whyHidden(text: string, place: Place): Verdict<HiddenBy> | undefined {
  const { found, frontMatter, line, options } = place;
  if (frontMatter && found.start < frontMatter.end) return inFrontMatter(text, place);
  const at = beforeBackslashes(text, found.start);
  if (isSeen(text, at, options)) return undefined;
  const from = frontMatter?.end ?? 0;
  const isIn = ({ start, end }: Span): boolean => found.start >= start && found.start < end;
  if (findRawRegions(text, from, options.site.generator).some(isIn)) {
    return { rule: 'raw-region', source: 'Liquid, Nunjucks, Hugo and Obsidian: shown as it stands' };
  }
  if (isInComment(text, found.start)) return { rule: 'html-comment', source: 'CommonMark 0.31.2, 6.6; HTML 13.1.6' };
  if (findFences(text, from, '`~').some(isIn)) return { rule: 'fenced-code', source: 'CommonMark 0.31.2, 4.5' };
  if (isSeenWithout(text, line, at, /^[ \t]+/, options)) {
    return { rule: 'indented-code', source: 'CommonMark 0.31.2, 4.4' };
  }
  if (isSeenWithout(text, line, at, /`/g, options)) return { rule: 'code-span', source: 'CommonMark 0.31.2, 6.1' };
  if (isSeenWithout(text, line, at, /\$/g, options)) return { rule: 'math', source: 'Pandoc, tex_math_dollars' };
  return { rule: 'hidden', source: 'the text around it' };
}

function inFrontMatter(text: string, { found, line, frontMatter }: Place): Verdict<HiddenBy> {
  const before = text.slice(line.start, found.start);
  const isComment = frontMatter?.format !== 'json' && /(?:^|\s)#/.test(before);
  return isComment
    ? { rule: 'front-matter-comment', source: 'YAML 1.2, 6.6; TOML 1.0, Comment' }
    : { rule: 'front-matter-value', source: 'imgferry: keys of images, or values that look like one' };
}

/** A probe behind a backslash would be escaped itself. */
function beforeBackslashes(text: string, start: number): number {
  let at = start;
  while (text[at - 1] === '\\') at -= 1;
  return at;
}

const probe = '![](imgferry-probe.png)';

function isSeen(text: string, at: number, options: ScanTextOptions): boolean {
  const { references } = scanText(text.slice(0, at) + probe + text.slice(at), options);
  return references.some(({ raw, span }) => raw === 'imgferry-probe.png' && span.start === at + 4);
}

/** The same, once these characters of the line are gone. */
function isSeenWithout(text: string, line: Span, at: number, hiding: RegExp, options: ScanTextOptions): boolean {
  const before = text.slice(line.start, at).replace(hiding, '');
  const after = text.slice(at, line.end).replace(hiding.global ? hiding : /$^/, '');
  const changed = text.slice(0, line.start) + before + after + text.slice(line.end);
  return isSeen(changed, line.start + before.length, options);
}

function isInComment(text: string, at: number): boolean {
  const open = text.lastIndexOf('<!--', at);
  const close = text.lastIndexOf('-->', at);
  return open >= 0 && open > close;
}
