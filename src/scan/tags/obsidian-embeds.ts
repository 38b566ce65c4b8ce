import { hasImageExtension } from '../../core/image-format.js';
import type { TextEdit } from '../../core/image-reference.js';
import type { InlineConstruct } from '../located.js';

/**
 * Obsidian's `![[name.png|300]]`. Only an address or the name of an image counts: `![[foo]]` embeds a note, and to
 * CommonMark it is text.
 */
export const obsidianEmbeds: InlineConstruct = {
  opener: '![[',
  read(text, start, limit) {
    const from = start + '![['.length;
    const near = text.slice(from, Math.min(limit, from + longestEmbed));
    const length = near.indexOf(']]');
    if (length < 0) return undefined;
    const close = from + length;
    const inner = near.slice(0, length);
    if (inner.includes('[') || inner.includes(']')) return undefined;
    // in a table the bar is escaped
    const bar = /\\?\|/.exec(inner)?.index ?? inner.length;
    const address = inner.slice(0, bar).trim();
    if (!isPicture(address)) return undefined;
    const span = spanOf(inner.slice(0, bar), from);
    return {
      end: close + 2,
      references: [
        {
          syntax: 'wikilink',
          role: 'image',
          span,
          address,
          escaping: ['wikilink'],
          // Obsidian embeds remote images in Markdown's form only; the size moves into the label
          remoteForm: {
            edits: asMarkdownImage({ start, span, close, label: labelOf(inner.slice(bar)) }),
            escaping: inTable(inner) ? ['markdown-bare', 'table-cell'] : ['markdown-bare'],
          },
        },
      ],
    };
  },
};

/** Characters; it keeps a line of a million openers from being read a million times. */
const longestEmbed = 4096;

function isPicture(address: string): boolean {
  return /^https?:\/\//i.test(address) || hasImageExtension(address.replace(/#.*$/s, ''));
}

const inTable = (inner: string): boolean => inner.includes('\\|');

function spanOf(written: string, from: number) {
  const start = from + written.length - written.trimStart().length;
  return { start, end: start + written.trim().length };
}

/** A size alone keeps its bar, as `![|300](…)`; a label before it, or alone, is the image's own. */
const labelOf = (written: string): string =>
  /^\\?\|\d+(?:x\d+)?$/.test(written) ? written : written.replace(/^\\?\|/, '');

interface Embed {
  readonly start: number;
  readonly span: { readonly start: number; readonly end: number };
  readonly close: number;
  readonly label: string;
}

function asMarkdownImage({ start, span, close, label }: Embed): readonly TextEdit[] {
  return [
    { start, end: span.start, text: `![${label}](` },
    { start: span.end, end: close + 2, text: ')' },
  ];
}
