/**
 * Finds strings from positions that only grow, each character of the text being read once for each string: what is
 * absent is looked for once, however often it is asked for.
 */
export class ForwardSearch {
  private readonly next = new Map<string, number>();

  constructor(private readonly text: string) {}

  /** Where `needle` stands at or after `from`, -1 where it doesn't; `from` must not shrink between calls. */
  find(needle: string, from: number): number {
    const known = this.next.get(needle);
    if (known !== undefined && (known === -1 || known >= from)) return known;
    const found = this.text.indexOf(needle, from);
    this.next.set(needle, found);
    return found;
  }
}
