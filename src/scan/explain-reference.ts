import type {
  ExplainedLookalike,
  ExplainedReference,
  FileCandidate,
  LineExplanation,
  LinePart,
} from '../core/explanation.js';
import type { ImageReference, Span } from '../core/image-reference.js';
import { whyHidden } from './explain/why-hidden.js';
import { whyNotRead } from './explain/why-not-read.js';
import { createLineIndex, lineStarts } from './line-index.js';
import { locateDocument } from './locate-document.js';
import { resolveAddress } from './resolve/resolve-address.js';
import { type ScanTextOptions, scanText } from './scan-document.js';

/** Says why what stands in one document is an image reference or isn't. */
export interface Explainer {
  /** How many lines the document has. */
  readonly lines: number;
  /** A line, from 1, with all that looks like an image on it; one past the document's end has nothing on it. */
  explainLine(line: number): LineExplanation;
  /** Every line that names an image; nothing is said of what only looks like one. */
  explainImages(): readonly LineExplanation[];
  /** Lines, from 1, on which an image's syntax stands and is none. */
  linesWithLookalikes(): readonly number[];
}

/** Scans a document once and answers for its lines, as plain data. */
export function createExplainer(text: string, options: ScanTextOptions): Explainer {
  const starts = lineStarts(text);
  const scanned = scanText(text, { ...options, links: true });
  const placeOf = createLineIndex(text);
  const found = [...scanned.references, ...scanned.links].sort((a, b) => a.span.start - b.span.start);
  const explain = createReferenceExplainer(text, options);
  const spanOf = (line: number): Span => ({
    start: starts[line - 1] ?? text.length,
    end: starts[line] ?? text.length,
  });
  const lineWith = (line: number, references: readonly ImageReference[]): LineExplanation => ({
    line,
    text: text.slice(spanOf(line).start, spanOf(line).end).replace(/[\r\n]+$/, ''),
    references: references.map((reference) => explain(reference, spanOf(line))),
    lookalikes: [],
  });
  const lookalikesIn = (part: Span, pattern: RegExp): readonly Span[] =>
    withoutFound(findMatches(text, part, pattern), found);
  return {
    lines: starts.length,
    explainLine(line) {
      const onLine = found.filter(({ span }) => touches(span, spanOf(line)));
      const lookalikes = lookalikesIn(spanOf(line), lookalike);
      const explained = lookalikes.map((place) => explainLookalike(text, place, { line: spanOf(line), options }));
      return { ...lineWith(line, onLine), lookalikes: explained };
    },
    explainImages() {
      const byLine = new Map<number, ImageReference[]>();
      for (const reference of scanned.references) {
        byLine.set(reference.line, [...(byLine.get(reference.line) ?? []), reference]);
      }
      return [...byLine].map(([line, references]) => lineWith(line, references));
    },
    linesWithLookalikes() {
      const places = lookalikesIn({ start: 0, end: text.length }, imageSyntax);
      return [...new Set(places.map(({ start }) => placeOf(start).line))];
    },
  };
}

/** An empty destination is at its place, too. */
const touches = (one: Span, other: Span): boolean => one.start < other.end && one.end >= other.start;

/** Asks the rule again, through the same eyes: the scan keeps the target and not the way to it. */
function createReferenceExplainer(
  text: string,
  { path, site }: ScanTextOptions,
): (reference: ImageReference, line: Span) => ExplainedReference {
  const { located, facts } = locateDocument(text, { path, site, links: true });
  const addresses = new Map(located.map(({ span, address }) => [span.start, address]));
  return (reference, line) => {
    const candidates: FileCandidate[] = [];
    const onCandidate = (candidate: FileCandidate): void => {
      if (!candidates.some((known) => known.path === candidate.path)) candidates.push(candidate);
    };
    const address = addresses.get(reference.span.start) ?? reference.raw;
    const { matched } = resolveAddress(address, { path, site, ...facts, onCandidate });
    const resolution = reference.target.kind === 'unsupported' ? 'unsupported' : matched;
    return { reference, part: partOf(reference.span, line), resolution, candidates };
  };
}

function partOf({ start, end }: Span, line: Span): LinePart {
  const from = Math.max(start, line.start);
  return { column: from - line.start + 1, length: Math.max(0, Math.min(end, line.end) - from) };
}

/** Longer ones are read up to here: a line of a million openers is not read a million times. */
const longest = 2000;

const imageSyntax = new RegExp(
  String.raw`!\[\[[^\]\n]{0,${longest}}\]\]|!\[[^\]\n]{0,${longest}}\](?:\([^)\n]{0,${longest}}\)|\[[^\]\n]{0,${longest}}\])?|<(?:img|image|source|video|picture)\b[^>\n]{0,${longest}}>?`,
  'gi',
);

/** Whatever a person may take for an image: in Markdown, HTML, a tag, an embed, or a name that ends like one. */
const lookalike = new RegExp(
  String.raw`${imageSyntax.source}|\{[%{]<?[^\n]{0,${longest}}?[%}>]\}|[^\s"'()<>[\]{}|\`:=,]{1,${longest}}\.(?:jpe?g|png|gif|webp|avif|svg|bmp|ico)\b`,
  'gi',
);

function findMatches(text: string, { start, end }: Span, pattern: RegExp): readonly Span[] {
  return [...text.slice(start, end).matchAll(pattern)].map((match) => ({
    start: start + match.index,
    end: start + match.index + match[0].length,
  }));
}

/** What is no part of a reference; both in the order of the text. */
function withoutFound(places: readonly Span[], found: readonly ImageReference[]): readonly Span[] {
  let next = 0;
  return places.filter((place) => {
    while ((found[next]?.span.end ?? Number.POSITIVE_INFINITY) < place.start) next += 1;
    const reference = found[next];
    return reference === undefined || !touches(reference.span, place);
  });
}

function explainLookalike(
  text: string,
  found: Span,
  { line, options }: { readonly line: Span; readonly options: ScanTextOptions },
): ExplainedLookalike {
  const rule = whyHidden(text, { found, line }, options) ?? whyNotRead(text, found, options.site.generator);
  return { part: partOf(found, line), written: text.slice(found.start, found.end), rule };
}
