import { LEFT_BRACKET } from '../../characters.js';
import { Content, type Parts } from '../content.js';
import type { Definition, Definitions } from '../links/definition.js';
import type { LinkDestination } from '../links/link-destination.js';
import { readLinkReferenceDefinition } from '../links/link-reference-definition.js';

/**
 * Takes the link reference definitions from the start of a paragraph (CommonMark 4.7).
 *
 * @returns the lines that are left
 */
export function takeDefinitions(document: string, lines: Parts, definitions: Definitions): Parts {
  if (document.charCodeAt(lines[0] ?? 0) !== LEFT_BRACKET) return lines;
  const content = Content.ofLines(document, lines);
  let at = 0;
  while (content.text.charCodeAt(at) === LEFT_BRACKET) {
    const found = readLinkReferenceDefinition(content.text, at);
    if (!found) break;
    if (!definitions.has(found.label)) definitions.set(found.label, toDefinition(content, found.destination));
    at = found.end;
  }
  return linesFrom(lines, at);
}

function toDefinition(content: Content, { end, form, start }: LinkDestination): Definition {
  const raw = content.text.slice(start, end);
  return { span: content.toSpan(start, end), raw, form, usedByImage: false, usedByLink: false };
}

/** The lines of a paragraph from an offset in its text on; the offset stands at the start of a line or at the end. */
function linesFrom(lines: Parts, offset: number): Parts {
  let length = 0;
  for (let at = 0; at < lines.length; at += 2) {
    if (length >= offset) return lines.slice(at);
    length += (lines[at + 1] ?? 0) - (lines[at] ?? 0) + 1;
  }
  return [];
}
