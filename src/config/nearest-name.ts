/**
 * The name that was probably meant: the nearest by edits, if no more than a third of it differs.
 *
 * @returns undefined when none is near
 */
export function nearestName(found: string, names: readonly string[]): string | undefined {
  const nearest = names
    .map((name) => ({ name, distance: editDistance(plain(found), plain(name)) }))
    .sort((one, other) => one.distance - other.distance)[0];
  if (!nearest) return undefined;
  return nearest.distance <= nearest.name.length / 3 ? nearest.name : undefined;
}

/** `public-url`, `public_url` and `publicURL` are the same word. */
const plain = (name: string): string => name.replace(/[-_\s]/g, '').toLowerCase();

/** Levenshtein's distance: letters put in, taken out or exchanged. */
function editDistance(one: string, other: string): number {
  let row = Array.from({ length: other.length + 1 }, (_, index) => index);
  for (const [i, letter] of [...one].entries()) {
    const next = [i + 1];
    for (const [j, otherLetter] of [...other].entries()) {
      const exchange = (row[j] ?? 0) + (letter === otherLetter ? 0 : 1);
      next.push(Math.min(exchange, (row[j + 1] ?? 0) + 1, (next[j] ?? 0) + 1));
    }
    row = next;
  }
  return row[other.length] ?? other.length;
}
