import type { Span } from '../../../../core/image-reference.js';
import { normalizeLabel } from '../../decode/normalize-label.js';

/** A link reference definition of the document, and who uses it. */
export interface Definition {
  readonly span: Span;
  readonly raw: string;
  readonly form: 'markdown-angle' | 'markdown-bare';
  usedByImage: boolean;
  usedByLink: boolean;
}

/**
 * The link reference definitions of a document: the first with its label counts (CommonMark 4.7). Labels are normalised
 * on the first question, since most documents ask none.
 */
export class Definitions {
  private readonly byWriting = new Map<string, Definition>();
  private byLabel: Map<string, Definition> | undefined;
  private readonly inUse = new Set<Definition>();

  get isEmpty(): boolean {
    return this.byWriting.size === 0;
  }

  /** Whether one is written just so; another that is would never count. */
  has(label: string): boolean {
    return this.byWriting.has(label);
  }

  /** @param label as it stands between its brackets */
  add(label: string, definition: Definition): void {
    this.byWriting.set(label, definition);
    this.byLabel = undefined;
  }

  /** @param label as it stands between its brackets */
  find(label: string): Definition | undefined {
    this.byLabel ??= normalized(this.byWriting);
    return this.byLabel.get(normalizeLabel(label));
  }

  use(definition: Definition, user: 'image' | 'link'): void {
    if (user === 'image') definition.usedByImage = true;
    else definition.usedByLink = true;
    this.inUse.add(definition);
  }

  /** Labels of those that images use, and no link so far. */
  labelsOfImages(): readonly string[] {
    const entries = [...this.byWriting].filter(([, { usedByImage, usedByLink }]) => usedByImage && !usedByLink);
    return entries.map(([label]) => label);
  }

  /** Those that something uses. */
  used(): readonly Definition[] {
    return [...this.inUse];
  }
}

function normalized(byWriting: ReadonlyMap<string, Definition>): Map<string, Definition> {
  const byLabel = new Map<string, Definition>();
  for (const [writing, definition] of byWriting) {
    const label = normalizeLabel(writing);
    if (!byLabel.has(label)) byLabel.set(label, definition);
  }
  return byLabel;
}
