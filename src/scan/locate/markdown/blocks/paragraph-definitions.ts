import { LEFT_BRACKET } from '../../characters.js';
import type { Content, Parts } from '../content.js';
import type { Definitions } from '../links/definition.js';
import { readLinkReferenceDefinition } from '../links/link-reference-definition.js';

/**
 * Takes the link reference definitions from the start of a paragraph (CommonMark 4.7).
 *
 * @returns how far they reach in the content's text
 */
export function takeDefinitions(content: Content, definitions: Definitions): number {
  let at = 0;
  while (content.text.charCodeAt(at) === LEFT_BRACKET) {
    const found = readLinkReferenceDefinition(content.text, at);
    if (!found) break;
    const { start, end, form } = found.destination;
    if (!definitions.has(found.label)) {
      const raw = content.text.slice(start, end);
      definitions.set(found.label, {
        span: content.toSpan(start, end),
        raw,
        form,
        usedByImage: false,
        usedByLink: false,
      });
    }
    at = found.end;
  }
  return at;
}

/** The lines of a paragraph from an offset in its text on; the offset stands at the start of a line or at the end. */
export function linesFrom(lines: Parts, offset: number): Parts {
  let length = 0;
  for (let at = 0; at < lines.length; at += 2) {
    if (length >= offset) return lines.slice(at);
    length += (lines[at + 1] ?? 0) - (lines[at] ?? 0) + 1;
  }
  return [];
}
