import { closesFence } from './code-fence.js';
import { type Container, continuesContainer } from './container.js';
import type { LineCursor } from './line-cursor.js';

/** Deeper nesting is read as text: every line would have to be matched against all of it. */
const deepestNesting = 64;

/** The container blocks that are open, the outermost first, and how many of them a line goes on with. */
export class ContainerStack {
  /** How many the line goes on with. */
  matched = 0;
  private readonly containers: Container[] = [];
  /** How many a blank line goes on with, -1 where that isn't known: many may stand below deep nesting. */
  private matchedByBlank = -1;

  get depth(): number {
    return this.containers.length;
  }

  /** Whether the line goes on with all of them. */
  get isMatched(): boolean {
    return this.matched === this.containers.length;
  }

  /** Whether one more would be too deep. */
  get isFull(): boolean {
    return this.matched >= deepestNesting;
  }

  /** The innermost that the line goes on with. */
  get innermost(): Container | undefined {
    return this.containers[this.matched - 1];
  }

  /** Those that the line goes on with. */
  get goneOnWith(): readonly Container[] {
    return this.containers.slice(0, this.matched);
  }

  /** Those that it doesn't. */
  get left(): readonly Container[] {
    return this.containers.slice(this.matched);
  }

  /** @returns whether the line is the last one of the outermost that it doesn't go on with */
  match(line: LineCursor): boolean {
    const { containers } = this;
    const { isBlank } = line;
    if (isBlank && this.matchedByBlank >= 0) {
      this.matched = this.matchedByBlank;
      return false;
    }
    let matched = 0;
    let isLast = false;
    for (; matched < containers.length; matched++) {
      const container = containers[matched];
      isLast = container?.fence !== undefined && closesFence(container.fence, line);
      if (!container || isLast || !continuesContainer(container, line)) break;
    }
    this.matched = matched;
    if (isBlank) this.matchedByBlank = matched;
    return isLast;
  }

  push(container: Container): void {
    this.containers.push(container);
    this.matched++;
  }

  /** Counts a block that begins in the innermost that the line goes on with. */
  countBlock(): void {
    this.matchedByBlank = -1;
    if (this.innermost) this.innermost.children++;
  }

  /** Drops those that the line doesn't go on with. */
  dropLeft(): void {
    if (this.isMatched) return;
    this.containers.length = this.matched;
    this.matchedByBlank = -1;
  }
}
