import type { Span } from '../../core/image-reference.js';
import type { Generator } from '../resolve/site.js';
import { findFences } from './fences.js';

const rawTags =
  /\{%-?\s*(raw|highlight|codeblock|code|comment|verbatim)\b[^%\r\n]*%\}|\{\{<\s*(highlight|code)\b[^>\r\n]*>\}\}/g;

/**
 * Regions that a generator shows as they stand: `{% raw %}`, `{% highlight %}`, `{% codeblock %}`,
 * `{{< highlight >}}`, to their end tags. One that isn't closed is none. In Obsidian they are its comments, `%%…%%`.
 */
export function findRawRegions(text: string, from: number, generator: Generator | undefined): readonly Span[] {
  if (generator === 'obsidian') return text.includes('%%') ? findComments(text, from) : [];
  if (!text.includes('{%') && !text.includes('{{<')) return [];
  const regions: Span[] = [];
  const unclosed = new Set<string>();
  let isShown: ((offset: number) => boolean) | undefined;
  rawTags.lastIndex = from;
  for (let match = rawTags.exec(text); match; match = rawTags.exec(text)) {
    const closing = closingTag(match[1], match[2]);
    if (unclosed.has(closing)) continue;
    const end = endOf(text, rawTags.lastIndex, closing);
    if (end === undefined) {
      unclosed.add(closing); // there is none further on either
      continue;
    }
    // Jekyll runs Liquid before Markdown, code or not; everyone else takes the code out first
    isShown ??= generator === 'jekyll' ? () => false : inFences(text, from);
    if (isShown(match.index)) continue;
    regions.push({ start: match.index, end });
    rawTags.lastIndex = end;
  }
  return regions;
}

function findComments(text: string, from: number): readonly Span[] {
  const isShown = inFences(text, from);
  const regions: Span[] = [];
  for (let start = text.indexOf('%%', from); start >= 0; ) {
    if (isShown(start)) {
      start = text.indexOf('%%', start + 2);
      continue;
    }
    const close = text.indexOf('%%', start + 2);
    if (close < 0) break;
    regions.push({ start, end: close + 2 });
    start = text.indexOf('%%', close + 2);
  }
  return regions;
}

const closingTag = (tag: string | undefined, shortcode: string | undefined): string =>
  tag === undefined ? `\\{\\{<\\s*/\\s*${shortcode}\\s*>\\}\\}` : `\\{%-?\\s*end${tag}\\s*-?%\\}`;

function endOf(text: string, from: number, closing: string): number | undefined {
  const pattern = new RegExp(closing, 'g');
  pattern.lastIndex = from;
  return pattern.exec(text) ? pattern.lastIndex : undefined;
}

/** Asked with rising offsets. */
function inFences(text: string, from: number): (offset: number) => boolean {
  const fences = findFences(text, from, '`~');
  let next = 0;
  return (offset) => {
    while ((fences[next]?.end ?? Number.POSITIVE_INFINITY) <= offset) next += 1;
    return (fences[next]?.start ?? Number.POSITIVE_INFINITY) <= offset;
  };
}
