import type { InlineConstruct } from '../../../located.js';

/** Characters that the inline pass must look at. */
export interface SpecialCharacters {
  /** By character code: 1 where the character is one. */
  readonly isSpecial: Uint8Array;
  /** Finds the next one: over running text faster than looking at each character. */
  readonly pattern: RegExp;
}

/** What decides what is code, HTML, math, or a bracket; and what the constructs' openers begin with. */
export function specialCharacters(
  format: 'markdown' | 'mdx',
  constructs: readonly InlineConstruct[],
): SpecialCharacters {
  const openers = constructs.map(({ opener }) => opener.charAt(0));
  const characters = [...new Set(['\\`<[]!$', format === 'mdx' ? '{' : '', ...openers].join(''))].join('');
  const known = byCharacters.get(characters) ?? characterTable(characters);
  byCharacters.set(characters, known);
  return known;
}

const byCharacters = new Map<string, SpecialCharacters>();

function characterTable(characters: string): SpecialCharacters {
  const isSpecial = new Uint8Array(128);
  for (const character of characters) isSpecial[character.charCodeAt(0)] = 1;
  const pattern = new RegExp(`[${[...characters].map((character) => `\\${character}`).join('')}]`, 'g');
  return { isSpecial, pattern };
}
