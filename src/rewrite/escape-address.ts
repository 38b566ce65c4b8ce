import type { Escaping } from '../core/image-reference.js';
import { writableAddress } from './writable-address.js';

/**
 * Writes an address so that it reads back, through the layers, as `writableAddress` says: the same address, but for
 * characters that must be percent-encoded there.
 *
 * What is written can bring its own delimiters where the place had none: `<…>` around a bare Markdown destination with
 * spaces, quotes around a plain YAML scalar or an unquoted attribute.
 *
 * @param layers innermost first, as a reference's `escaping`; none: as it is
 */
export function escapeAddress(address: string, layers: readonly Escaping[]): string {
  let written = writableAddress(address, layers);
  layers.forEach((layer, index) => {
    written = writers[layer](written, { isWhole: index === 0, isMdx: layers.includes('mdx') });
  });
  return written;
}

interface Place {
  /** Nothing of the layer's value stands outside what is written, so that it can be quoted. */
  readonly isWhole: boolean;
  readonly isMdx: boolean;
}

type Writer = (text: string, place: Place) => string;

const asItIs: Writer = (text) => text;

const writers: Readonly<Record<Escaping, Writer>> = {
  'markdown-bare': writeBare,
  'markdown-angle': writeAngle,
  'markdown-lenient': writeBare,
  mdx: asItIs,
  'table-cell': (text) => text.replaceAll('|', '\\|'),
  'html-double': (text) => guardAttribute(text).replaceAll('"', '&quot;'),
  'html-single': (text) => guardAttribute(text).replaceAll("'", '&#39;'),
  'html-unquoted': writeUnquoted,
  srcset: asItIs,
  'css-double': (text) => text.replace(/[\\"]/g, '\\$&'),
  'css-single': (text) => text.replace(/[\\']/g, '\\$&'),
  'css-unquoted': (text) => text.replace(/[\\"'()]/g, '\\$&'),
  'js-double': (text) => text.replace(/[\\"]/g, '\\$&'),
  'js-single': (text) => text.replace(/[\\']/g, '\\$&'),
  'js-template': (text) => text.replace(/[\\`]|\$(?=\{)/g, '\\$&'),
  'yaml-plain': writePlain,
  'yaml-single': (text) => text.replaceAll("'", "''"),
  'yaml-double': (text) => text.replace(/[\\"]/g, '\\$&'),
  'yaml-block': asItIs,
  'toml-basic': (text) => text.replace(/[\\"]/g, '\\$&'),
  'toml-literal': asItIs,
  json: (text) => text.replace(/[\\"]/g, '\\$&'),
  'shortcode-double': (text) => text.replace(/\\(?=[\\"'])|\\$/g, '\\\\'),
  'shortcode-single': (text) => text.replace(/\\(?=[\\"'])|\\$/g, '\\\\'),
  'shortcode-bare': asItIs,
  'shortcode-word': writeWord,
  wikilink: asItIs,
};

/** CommonMark 6.3. A space needs the angle form; so does nothing at all. */
function writeBare(text: string): string {
  if (text === '' || text.includes(' ')) return `<${writeAngle(text)}>`;
  const guarded = guardReferences(text.replaceAll('\\', '\\\\'));
  return areParenthesesPaired(text) ? guarded : guarded.replace(/[()]/g, '\\$&');
}

function writeAngle(text: string): string {
  return guardReferences(text.replaceAll('\\', '\\\\'));
}

/** A reader need not take more than three levels (CommonMark 6.3). */
function areParenthesesPaired(text: string): boolean {
  let depth = 0;
  for (const character of text) {
    if (character === '(') depth++;
    if (character === ')') depth--;
    if (depth < 0 || depth > 3) return false;
  }
  return depth === 0;
}

/** CommonMark 2.5: only with its semicolon does a name or a number stand for a character. */
function guardReferences(text: string): string {
  return text.replace(/&(?=(?:#[xX]?[0-9a-fA-F]+|[A-Za-z][A-Za-z0-9]*);)/g, '&amp;');
}

/** HTML 13.2.5.73: in an attribute a name without semicolon stands for a character too, except before `=`. */
function guardAttribute(text: string): string {
  return text.replace(/&(?=#|[A-Za-z])(?![A-Za-z][A-Za-z0-9]*=)/g, '&amp;');
}

function writeUnquoted(text: string, { isWhole, isMdx }: Place): string {
  const guarded = guardAttribute(text);
  if (text !== '' && !/["'=]/.test(text)) return guarded;
  if (isWhole && !isMdx) return `"${guarded.replaceAll('"', '&quot;')}"`;
  return guarded.replace(/["'=]/g, (character) => `&#${character.charCodeAt(0)};`);
}

/** Hugo reads letters, digits, `_`, `-` and `.` without quotes (parser/pageparser); a colon or a slash would end the word. */
function writeWord(text: string, place: Place): string {
  return /^[\w.-]+$/.test(text) ? text : `"${writers['shortcode-double'](text, place)}"`;
}

/** YAML 1.2, 7.3.3, and what 1.1 takes for another type (`yes`, `1_000`, `12:30`): in doubt it is quoted. */
function writePlain(text: string, { isWhole }: Place): string {
  if (!isWhole || isPlainSafe(text)) return text;
  return `"${text.replace(/[\\"]/g, '\\$&')}"`;
}

const otherTypes = /^(?:~|null|true|false|yes|no|on|off|y|n|[-+.\d][-+.\d_:a-fxotz ]*|[-+]?\.(?:inf|nan))$/i;

function isPlainSafe(text: string): boolean {
  if (text === '' || otherTypes.test(text)) return false;
  const startsPlainly = /^[^\s\-?:,[\]{}#&*!|>'"%@`=<]/.test(text);
  return startsPlainly && !/: |\s#|[:\s]$|[,[\]{}"]/.test(text);
}
