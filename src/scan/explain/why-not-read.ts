import type { Span } from '../../core/image-reference.js';
import type { Generator } from '../resolve/site.js';
import type { Verdict } from './why-hidden.js';

/** Why something that looks like an image isn't one, though its place would let it; permanent. */
export type NotReadBecause =
  | 'escaped'
  | 'no-definition'
  | 'destination-invalid'
  | 'embed-of-a-note'
  | 'other-dialect'
  | 'tag-without-image'
  | 'element-without-image'
  | 'plain-text';

/** Says by which rule a place's own characters are no image. */
export function whyNotRead(
  text: string,
  { start, end }: Span,
  generator: Generator | undefined,
): Verdict<NotReadBecause> {
  const written = text.slice(start, end);
  if (isEscaped(text, start) || (written.startsWith('!') && isEscaped(text, start + 1))) {
    return { rule: 'escaped', source: 'CommonMark 0.31.2, 2.4' };
  }
  if (written.startsWith('![[')) return whyNoEmbed(written, generator);
  if (written.startsWith('![')) {
    return written.endsWith(')')
      ? { rule: 'destination-invalid', source: 'CommonMark 0.31.2, 6.3' }
      : { rule: 'no-definition', source: 'CommonMark 0.31.2, 6.3: a reference needs its definition' };
  }
  if (written.startsWith('{')) return whyNoTag(written, generator);
  if (written.startsWith('<')) return { rule: 'element-without-image', source: 'HTML 4.8.3: no src, srcset or poster' };
  return { rule: 'plain-text', source: 'imgferry: a name or an address alone is text' };
}

function whyNoEmbed(written: string, generator: Generator | undefined): Verdict<NotReadBecause> {
  const isDialect = generator === undefined || generator === 'obsidian';
  return isDialect
    ? { rule: 'embed-of-a-note', source: 'Obsidian: an embed shows an image only if its name ends like one' }
    : { rule: 'other-dialect', source: `${generator}: ${written.slice(0, 3)} is text` };
}

function whyNoTag(written: string, generator: Generator | undefined): Verdict<NotReadBecause> {
  const owners: readonly Generator[] = written.startsWith('{%') ? ['hexo', 'jekyll'] : ['hugo', 'jekyll'];
  const isDialect = generator === undefined || owners.includes(generator);
  return isDialect
    ? { rule: 'tag-without-image', source: 'Hexo, Hugo, Jekyll: the tag names no image that is written out' }
    : { rule: 'other-dialect', source: `${generator} has no such tags` };
}

/** An odd number of backslashes stands before it. */
function isEscaped(text: string, at: number): boolean {
  let backslashes = 0;
  while (text[at - 1 - backslashes] === '\\') backslashes += 1;
  return backslashes % 2 === 1;
}
