import { locateReferences } from '../../../src/scan/locate/locate-references.js';
import { comparable } from './images-in-html.js';
import { imagesInMdx, type MdxImage } from './images-in-mdx.js';
import { randomMdx } from './random-mdx.js';
import { shrink } from './shrink.js';

export interface MdxDifference {
  readonly seed: number;
  /** The smallest document that still differs. */
  readonly document: string;
  readonly ours: readonly string[];
  readonly theirs: readonly string[];
}

export interface MdxComparison {
  readonly differences: readonly MdxDifference[];
  readonly compared: number;
  /** Documents that `@mdx-js/mdx` refuses; the locator reads them, and what it finds there is its own. */
  readonly refused: number;
}

/** What the locator and `@mdx-js/mdx` find in a document, sorted; `theirs` is undefined where it is no MDX. */
export function listsOfMdx(document: string): {
  readonly ours: readonly string[];
  readonly theirs?: readonly string[];
} {
  const theirs = imagesInMdx(document);
  return { ours: listOf(imagesOfOurs(document)), ...(theirs && { theirs: listOf(theirs) }) };
}

/** Compares the locator with `@mdx-js/mdx` over random documents, as many of those that compile as are asked for. */
export function compareMdx(first: number, count: number): MdxComparison {
  const differences: MdxDifference[] = [];
  let compared = 0;
  let seed = first;
  for (; compared < count; seed++) {
    const document = randomMdx(seed);
    const ours = imagesOfOurs(document);
    const theirs = imagesInMdx(document);
    if (!theirs) continue;
    compared++;
    if (differs(ours, theirs)) differences.push(explain(seed, document));
  }
  return { differences, compared, refused: seed - first - compared };
}

function explain(seed: number, document: string): MdxDifference {
  const shortest = shrink(document, (shorter) => {
    const theirs = imagesInMdx(shorter);
    return theirs !== undefined && differs(imagesOfOurs(shorter), theirs);
  });
  return {
    seed,
    document: shortest,
    ours: listOf(imagesOfOurs(shortest)),
    theirs: listOf(imagesInMdx(shortest) ?? []),
  };
}

function imagesOfOurs(document: string): readonly MdxImage[] {
  return locateReferences(document, { format: 'mdx' }).map(({ address, span }) => ({
    address: comparable(address),
    start: span.start,
    end: span.end,
  }));
}

const listOf = (images: readonly MdxImage[]): string[] => [...new Set(images.map(({ address }) => address))].sort();

/** The same addresses, each at characters of a node that names it. */
function differs(ours: readonly MdxImage[], theirs: readonly MdxImage[]): boolean {
  if (listOf(ours).join('\n') !== listOf(theirs).join('\n')) return true;
  return !ours.every(({ address, end, start }) =>
    theirs.some((node) => node.address === address && node.start <= start && end <= node.end),
  );
}
