import { LEFT_BRACKET } from '../../characters.js';
import { Content, type Parts } from '../content.js';
import type { Definition, Definitions } from '../links/definitions.js';
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
    if (!definitions.has(found.label)) definitions.add(found.label, toDefinition(content, found.destination));
    at = found.end;
  }
  return linesFrom(lines, at);
}

function toDefinition(content: Content, { end, form, start }: LinkDestination): Definition {
  const raw = content.text.slice(start, end);
  return { span: content.toSpan(start, end), raw, form, usedByImage: false, usedByLink: false };
}

/** The parts of a paragraph from an offset in its text on, which stands at the start of a line or at the end. */
function linesFrom(lines: Parts, offset: number): Parts {
  if (offset === 0) return lines;
  let length = 0;
  for (let at = 0; at < lines.length; at += 2) {
    const start = (lines[at] ?? 0) + offset - length;
    const end = lines[at + 1] ?? 0;
    if (start <= end) return [start, ...lines.slice(at + 1)];
    length += end - (lines[at] ?? 0) + 1;
  }
  return [];
}
