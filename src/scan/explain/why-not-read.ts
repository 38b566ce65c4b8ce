import type { LookalikeRule } from '../../core/explanation.js';
import type { Span } from '../../core/image-reference.js';
import type { Generator } from '../resolve/site.js';

/** Says by which rule a place's own characters are no image, though the place would let them. */
export function whyNotRead(text: string, { start, end }: Span, generator: Generator | undefined): LookalikeRule {
  const written = text.slice(start, end);
  if (isEscaped(text, start) || (written.startsWith('!') && isEscaped(text, start + 1))) return 'escaped';
  if (written.startsWith('![[')) return speaks(generator, ['obsidian']) ? 'embed-of-a-note' : 'other-dialect';
  if (written.startsWith('![')) return written.endsWith(')') ? 'destination-invalid' : 'no-definition';
  if (written.startsWith('{')) {
    const owners: readonly Generator[] = written.startsWith('{%') ? ['hexo', 'jekyll'] : ['hugo', 'jekyll'];
    return speaks(generator, owners) ? 'tag-without-image' : 'other-dialect';
  }
  return written.startsWith('<') ? 'element-without-image' : 'plain-text';
}

/** Where no generator was recognised every dialect is spoken. */
const speaks = (generator: Generator | undefined, owners: readonly Generator[]): boolean =>
  generator === undefined || owners.includes(generator);

/** An odd number of backslashes stands before it. */
function isEscaped(text: string, at: number): boolean {
  let backslashes = 0;
  while (text[at - 1 - backslashes] === '\\') backslashes += 1;
  return backslashes % 2 === 1;
}
