import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { glob } from 'tinyglobby';
import { locateReferences } from '../../../src/scan/locate/locate-references.js';
import { allImagesOfCommonmark } from './image-lists.js';
import { comparable } from './images-in-html.js';

export interface RealDifference {
  /** Relative to the folder. */
  readonly path: string;
  readonly address: string;
  /** How often the locator names it, and how often commonmark.js does. */
  readonly ours: number;
  readonly theirs: number;
}

export interface RealComparison {
  readonly documents: number;
  readonly bytes: number;
  readonly images: number;
  readonly differences: readonly RealDifference[];
}

/** Compares the locator with commonmark.js over every Markdown file below a folder, by what both know. */
export async function compareRealDocuments(folder: string): Promise<RealComparison> {
  const paths = await glob('**/*.{md,markdown}', { cwd: folder, dot: true, caseSensitiveMatch: false });
  const differences: RealDifference[] = [];
  let [bytes, images] = [0, 0];
  for (const path of paths.sort()) {
    const content = readFileSync(join(folder, path));
    const text = content.toString('utf8');
    bytes += content.length;
    const theirs = tally(allImagesOfCommonmark(text));
    images += [...theirs.values()].reduce((sum, count) => sum + count, 0);
    for (const difference of differencesOf(text, theirs)) differences.push({ path, ...difference });
  }
  return { documents: paths.length, bytes, images, differences };
}

/** One definition is one reference however many images use it; all else is counted. */
function differencesOf(text: string, theirs: ReadonlyMap<string, number>): readonly Omit<RealDifference, 'path'>[] {
  const found = locateReferences(text, { format: 'markdown' });
  const addresses = (...syntaxes: readonly string[]): string[] =>
    found.filter(({ syntax }) => syntaxes.includes(syntax)).map(({ address }) => address);
  const ours = tally(addresses('inline', 'html-src'));
  const defined = tally(addresses('definition'));
  return [...new Set([...ours.keys(), ...defined.keys(), ...theirs.keys()])]
    .map((address) => ({ address, ours: ours.get(address) ?? 0, theirs: theirs.get(address) ?? 0 }))
    .filter((one) => (defined.has(one.address) ? one.theirs <= one.ours : one.theirs !== one.ours));
}

function tally(addresses: readonly string[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const address of addresses.map(comparable)) counts.set(address, (counts.get(address) ?? 0) + 1);
  return counts;
}
