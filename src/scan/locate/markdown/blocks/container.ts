import { GREATER_THAN, isSpaceOrTab } from '../../characters.js';
import type { CodeFence } from './code-fence.js';
import type { LineCursor } from './line-cursor.js';

/** A container block that is open: CommonMark 5, GFM's footnotes, bodies of admonitions, definitions of terms, directives. */
export interface Container {
  readonly kind: 'block-quote' | 'list-item' | 'footnote' | 'indented-body' | 'definition' | 'directive';
  /** Of a directive: the fence that its last line closes. */
  readonly fence?: CodeFence;
  /** Columns that its lines are indented by at least; 0 for a block quote. */
  readonly contentIndent: number;
  /** How many blocks it holds so far. */
  children: number;
}

/** Whether the line goes on with the container; moves the cursor over what the container takes. */
export function continuesContainer(container: Container, line: LineCursor): boolean {
  if (container.kind === 'block-quote') return readBlockQuoteMarker(line);
  if (container.kind === 'directive') return true;
  // CommonMark 5.2: an item can begin with at most one blank line.
  if (line.isBlank) return container.kind !== 'list-item' || container.children > 0;
  if (line.indent < container.contentIndent) return false;
  line.advanceColumns(container.contentIndent);
  return true;
}

/** CommonMark 5.1: `>` after up to three spaces, and one space after it if there is one. */
export function readBlockQuoteMarker(line: LineCursor): boolean {
  if (line.indent > line.deepestIndent || line.codeAt(line.nonspace) !== GREATER_THAN) return false;
  line.advanceFromNonspace(1);
  if (isSpaceOrTab(line.codeAt(line.offset))) line.advanceColumns(1);
  return true;
}
