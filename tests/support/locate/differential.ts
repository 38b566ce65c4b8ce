import { imagesOfCommonmark, imagesOfMicromark, imagesOfOurs } from './image-lists.js';
import { randomMarkdown } from './random-markdown.js';
import { shrink } from './shrink.js';

export interface Difference {
  readonly seed: number;
  readonly against: 'commonmark.js' | 'micromark';
  /** The smallest document that still differs. */
  readonly document: string;
  /** Whether the other parser agrees with the locator. */
  readonly isContested: boolean;
  readonly ours: readonly string[];
  readonly theirs: readonly string[];
}

/**
 * Compares the locator with both parsers over random documents, one for each seed from `first` on.
 * `docs/decisions/001-locator-differences.md` says what the specification says of those that one of them contests.
 */
export function* differences(first: number, count: number): Generator<Difference> {
  for (let seed = first; seed < first + count; seed++) {
    const plain = randomMarkdown(seed, { gfm: false });
    if (differs(plain, 'commonmark.js')) yield explain(seed, plain, 'commonmark.js');
    const gfm = randomMarkdown(seed, { gfm: true });
    if (differs(gfm, 'micromark')) yield explain(seed, gfm, 'micromark');
  }
}

/** Whether the other parser reads the document as the locator does, footnotes taken for quotes. */
function isContested(document: string, against: Difference['against']): boolean {
  if (against === 'micromark') return !differs(document.replace(/\[\^[^\]\s[]+\]:/g, '>'), 'commonmark.js');
  return !differs(document, 'micromark') && isEqual(imagesOfOurs(document).html, imagesOfCommonmark(document).html);
}

/** Footnotes that nothing calls are not shown. */
function withCalls(document: string): string {
  const labels = [...document.matchAll(/\[\^([^\]\s[]+)\]:/g)].map(([, label]) => `[^${label}]`);
  return labels.length > 0 ? `${labels.join('')}\n\n${document}` : document;
}

function explain(seed: number, document: string, against: Difference['against']): Difference {
  const shortest = shrink(document, (shorter) => differs(shorter, against));
  const isContestedByOne = isContested(shortest, against);
  return { seed, against, document: shortest, isContested: isContestedByOne, ...lists(shortest, against) };
}

function differs(document: string, against: Difference['against']): boolean {
  const { ours, theirs } = lists(document, against);
  return !isEqual(ours, theirs);
}

const isEqual = (one: readonly string[], other: readonly string[]): boolean =>
  one.length === other.length && one.every((address, at) => address === other[at]);

function lists(document: string, against: Difference['against']): Pick<Difference, 'ours' | 'theirs'> {
  const text = against === 'micromark' ? withCalls(document) : document;
  const ours = imagesOfOurs(text);
  if (against === 'micromark') return { ours: ours.markdown, theirs: imagesOfMicromark(text) };
  const theirs = imagesOfCommonmark(text);
  return { ours: [...ours.markdown, ...ours.html], theirs: [...theirs.markdown, ...theirs.html] };
}
