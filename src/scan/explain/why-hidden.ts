import type { LookalikeRule } from '../../core/explanation.js';
import type { Span } from '../../core/image-reference.js';
import { documentKind } from '../document-kind.js';
import { type FrontMatter, findFrontMatter } from '../front-matter/find-front-matter.js';
import { type ScanTextOptions, scanText } from '../scan-document.js';
import { findFences } from '../tags/fences.js';
import { findRawRegions } from '../tags/raw-regions.js';

/** Something that looks like an image, and the line it stands on. */
export interface LookalikePlace {
  readonly found: Span;
  readonly line: Span;
}

/**
 * Whether a place hides what stands there, and by which rule. It is asked of the scan itself: an image that is surely
 * one is put there, and if it isn't found, the place is changed until it is.
 *
 * @returns undefined where an image would be found
 */
export function whyHidden(text: string, place: LookalikePlace, options: ScanTextOptions): LookalikeRule | undefined {
  const kind = documentKind(options.path);
  if (kind === 'script') return 'script';
  if (kind === 'yaml' || kind === 'toml' || kind === 'json') return whyNoValue(text, place, kind);
  const frontMatter = findFrontMatter(text, { withoutOpener: options.site.generator === 'hexo' });
  if (frontMatter && place.found.start < frontMatter.end) return whyNoValue(text, place, frontMatter.format);
  const at = beforeBackslashes(text, place.found.start);
  if (isSeen(text, at, options)) return undefined;
  return (
    hiddenAround(text, place.found, { frontMatter, options }) ?? hiddenOnLine(text, place, { at, options }) ?? 'hidden'
  );
}

function whyNoValue(text: string, { found, line }: LookalikePlace, format: string): LookalikeRule {
  const before = text.slice(line.start, found.start);
  const isComment = format !== 'json' && /(?:^|\s)#/.test(before);
  return isComment ? 'front-matter-comment' : 'front-matter-value';
}

interface Surroundings {
  readonly frontMatter: FrontMatter | undefined;
  readonly options: ScanTextOptions;
}

/** What begins on a line before. */
function hiddenAround(text: string, found: Span, { frontMatter, options }: Surroundings): LookalikeRule | undefined {
  const from = frontMatter?.end ?? 0;
  const isIn = ({ start, end }: Span): boolean => found.start >= start && found.start < end;
  if (findRawRegions(text, from, options.site.generator).some(isIn)) return 'raw-region';
  if (isBetween(text, found.start, '<!--', '-->')) return 'html-comment';
  if (isBetween(text, found.start, '{/*', '*/}')) return 'mdx-comment';
  if (isInRawText(text, found.start)) return 'html-raw-text';
  return findFences(text, from, '`~').some(isIn) ? 'fenced-code' : undefined;
}

interface Probing {
  readonly at: number;
  readonly options: ScanTextOptions;
}

/** What the line's own characters do: without them the image would be one. */
function hiddenOnLine(text: string, { line }: LookalikePlace, probing: Probing): LookalikeRule | undefined {
  if (isSeenWithout(text, line, /^[ \t]+/, probing)) return 'indented-code';
  if (isSeenWithout(text, line, /`/g, probing)) return 'code-span';
  return isSeenWithout(text, line, /\$/g, probing) ? 'math' : undefined;
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
function isSeenWithout(text: string, line: Span, hiding: RegExp, { at, options }: Probing): boolean {
  const before = text.slice(line.start, at).replace(hiding, '');
  const after = text.slice(at, line.end).replace(hiding.global ? hiding : /$^/, '');
  const changed = text.slice(0, line.start) + before + after + text.slice(line.end);
  return isSeen(changed, line.start + before.length, options);
}

function isBetween(text: string, at: number, opener: string, closer: string): boolean {
  const open = text.lastIndexOf(opener, at);
  return open >= 0 && open > text.lastIndexOf(closer, at);
}

/** HTML, 13.1.2: nothing is an element in these but their own end. */
function isInRawText(text: string, at: number): boolean {
  const tags = [...text.slice(0, at).matchAll(/<(\/?)(script|style|textarea|title|xmp|noembed|iframe)\b/gi)];
  return tags.at(-1)?.[1] === '';
}
