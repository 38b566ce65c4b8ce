/**
 * A piece of a text, held for itself: V8 keeps a whole text in memory for as long as any slice of it of 13 or more
 * characters, so that a reference that outlives its post would hold the post.
 */
export function ownText(text: string, start: number, end: number): string {
  const middle = Math.min(start + 1, end);
  return [text.slice(start, middle), text.slice(middle, end)].join('');
}
