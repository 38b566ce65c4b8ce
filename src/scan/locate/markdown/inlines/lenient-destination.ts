import { hasImageExtension } from '../../../../core/image-format.js';
import { LEFT_PAREN, RIGHT_PAREN, skipSpacesAndTabs } from '../../characters.js';

export interface LenientDestination {
  readonly start: number;
  readonly end: number;
  /** After the closing parenthesis. */
  readonly after: number;
}

/** Nothing of these stands in a file's name; `](` and `![` begin another link. */
const stopper = /[\n<>`]|\]\(|!\[/g;

const longestDestination = 2000;
/** How many closing parentheses are tried. */
const mostTries = 16;

/** What may follow the destination: a title, a size. */
const tail = /[ \t]+(?:"[^"\n]*"|'[^'\n]*'|=\d{1,6}%?(?:x(?:\d{1,6}%?)?)?|=x\d{1,6}%?)[ \t]*$/;

/**
 * Reads a destination as editors write it, which the specification reads as text: with bare spaces or unbalanced
 * parentheses (`(my pic (1).png)`), and only where it ends in an image's extension.
 *
 * @param start where the opening parenthesis stands
 */
export function readLenientDestination(text: string, start: number): LenientDestination | undefined {
  if (text.charCodeAt(start) !== LEFT_PAREN) return undefined;
  const from = skipSpacesAndTabs(text, start + 1, text.length);
  const line = text.slice(from, from + longestDestination);
  stopper.lastIndex = 0;
  const limit = stopper.exec(line)?.index ?? line.length;
  let tries = 0;
  for (
    let at = line.indexOf(')');
    at >= 0 && at < limit && tries < mostTries;
    at = line.indexOf(')', at + 1), tries++
  ) {
    const end = destinationEnd(line.slice(0, at));
    if (end !== undefined && line.charCodeAt(at) === RIGHT_PAREN)
      return { start: from, end: from + end, after: from + at + 1 };
  }
  return undefined;
}

/** The destination's end without title, size and space, if it ends like an image's name, before any query. */
function destinationEnd(inside: string): number | undefined {
  let destination = inside.trimEnd();
  for (let match = tail.exec(destination); match; match = tail.exec(destination))
    destination = destination.slice(0, match.index).trimEnd();
  const path = destination.replace(/[?#][^\s]*$/, '');
  return hasImageExtension(path) ? destination.length : undefined;
}
