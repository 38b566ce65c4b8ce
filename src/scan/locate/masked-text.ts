import type { Span } from '../../core/image-reference.js';

/** No grammar gives this character a meaning: it reads as a letter of a word. */
const filler = '\ufffc';

/**
 * The text with every masked region filled, so that offsets stay and what a generator takes away before Markdown sees
 * it neither names images nor opens or closes blocks.
 */
export function maskText(text: string, masks: readonly Span[]): string {
  let masked = '';
  let from = 0;
  for (const { start, end } of masks) {
    if (start < from) continue;
    masked += text.slice(from, start) + filler.repeat(end - start);
    from = end;
  }
  return from === 0 ? text : masked + text.slice(from);
}
