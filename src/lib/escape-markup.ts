import { forbiddenInXml } from './xml-characters.js';

const references: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
  '\n': '&#10;',
};

/**
 * A text as XML and HTML may hold it, in an element and in a quoted attribute. Characters that XML 1.0 forbids even as
 * references (2.2, Char) are taken out.
 */
export function escapeMarkup(text: string): string {
  return text
    .toWellFormed()
    .replace(forbiddenInXml, '')
    .replace(/[&<>"'\n]/g, (character) => references[character] ?? character);
}
