import type { ImageReference, Span } from '../core/image-reference.js';
import { type HiddenBy, whyHidden } from './explain/why-hidden.js';
import { type NotReadBecause, whyNotRead } from './explain/why-not-read.js';
import { findFrontMatter } from './front-matter/find-front-matter.js';
import { lineStarts } from './line-index.js';
import { resolveAddress } from './resolve/resolve-address.js';
import type { ResolutionRule } from './resolve/site.js';
import { type ScanTextOptions, scanText } from './scan-document.js';

/** Something on a line that names an image or links somewhere, and the rule that tells where it leads. */
export interface ExplainedReference {
  readonly reference: ImageReference;
  readonly resolution: ResolutionRule;
}

/** Something on a line that looks like an image and is none, and the rule that decides. */
export interface ExplainedLookalike {
  /** From 1. */
  readonly column: number;
  /** The characters that look like an image. */
  readonly written: string;
  readonly rule: HiddenBy | NotReadBecause;
  /** Where the rule comes from: a section of a specification, or whose behaviour it is. */
  readonly source: string;
}

export interface LineExplanation {
  readonly file: string;
  readonly line: number;
  /** Whose dialect the document is in; undefined: none was recognised. */
  readonly generator: string | undefined;
  readonly references: readonly ExplainedReference[];
  readonly lookalikes: readonly ExplainedLookalike[];
}

/**
 * Says why what stands on a line is an image reference or isn't, as plain data.
 *
 * @param line from 1; one past the document's end has nothing on it
 */
export function explainLine(text: string, line: number, options: ScanTextOptions): LineExplanation {
  const { site, path, document } = options;
  const scanned = scanText(text, { ...options, links: true });
  const span = lineSpan(text, line);
  const onLine = [...scanned.references, ...scanned.links].filter((reference) => touches(reference.span, span));
  const references = onLine.map((reference) => ({ reference, resolution: ruleOf(reference, { path, site }) }));
  const lookalikes = findLookalikes(text, span)
    .filter((found) => !onLine.some((reference) => touches(reference.span, found)))
    .map((found) => explainLookalike(text, found, span, options));
  return { file: document, line, generator: site.generator, references, lookalikes };
}

function lineSpan(text: string, line: number): Span {
  const starts = lineStarts(text);
  const start = starts[line - 1] ?? text.length;
  return { start, end: starts[line] ?? text.length };
}

/** An empty destination is at its place, too. */
const touches = (one: Span, other: Span): boolean => one.start < other.end && one.end >= other.start;

/** The address again, through the same eyes: the scan keeps the target and not the rule. */
function ruleOf({ target, raw }: ImageReference, context: Parameters<typeof resolveAddress>[1]): ResolutionRule {
  if (target.kind === 'remote') return 'remote';
  if (target.kind === 'data') return 'data';
  return target.kind === 'unsupported' ? 'unsupported' : resolveAddress(raw, context).matched;
}

/** Whatever a person may take for an image: in Markdown, HTML, a tag, an embed, or a name that ends like one. */
const lookalike =
  /!\[\[[^\]\n]*\]\]|!\[[^\]\n]*\](?:\([^)\n]*\)|\[[^\]\n]*\])?|<(?:img|image|source|video|picture)\b[^>\n]*>?|\{[%{]<?[^\n]*?[%}>]\}|[^\s"'()<>[\]{}|`:=,]+\.(?:jpe?g|png|gif|webp|avif|svg|bmp|ico)\b/gi;

function findLookalikes(text: string, { start, end }: Span): readonly Span[] {
  return [...text.slice(start, end).matchAll(lookalike)].map((match) => ({
    start: start + match.index,
    end: start + match.index + match[0].length,
  }));
}

function explainLookalike(text: string, found: Span, line: Span, options: ScanTextOptions): ExplainedLookalike {
  const written = text.slice(found.start, found.end);
  const frontMatter = findFrontMatter(text, { withoutOpener: options.site.generator === 'hexo' });
  const { rule, source } =
    whyHidden(text, { found, line, frontMatter, options }) ?? whyNotRead(text, found, options.site.generator);
  return { column: found.start - line.start + 1, written, rule, source };
}
