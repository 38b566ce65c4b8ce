import type { HtmlSource } from './html-source.js';

/**
 * Offers a place in HTML to the generators' constructs and tells what they name.
 *
 * @param limit what they may read up to
 * @returns the end of what one of them took; undefined where none did
 */
export function readConstruct(source: HtmlSource, at: number, limit: number): number | undefined {
  for (const construct of source.constructs) {
    if (!source.text.startsWith(construct.opener, at)) continue;
    const { start, end } = source.toSpan(at, limit);
    const taken = construct.read(source.document, start, end);
    if (!taken) continue;
    for (const reference of taken.references) source.emit(reference);
    return Math.max(at + 1, source.fromSource(taken.end));
  }
  return undefined;
}
