/** The shortest document found, by leaving parts out, for which a claim still holds. */
export function shrink(document: string, holds: (document: string) => boolean): string {
  let shortest = document;
  for (let size = Math.ceil(shortest.length / 2); size >= 1; size = size === 1 ? 0 : Math.ceil(size / 2))
    for (let at = 0; at < shortest.length; ) {
      const shorter = shortest.slice(0, at) + shortest.slice(at + size);
      if (holds(shorter)) shortest = shorter;
      else at += size;
    }
  return shortest;
}
