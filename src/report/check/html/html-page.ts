import { createHash } from 'node:crypto';
import type { Note } from '../../../core/outcome.js';
import { escapeMarkup } from '../../../lib/escape-markup.js';
import type { Language } from '../../../messages/catalogue.js';
import { describeNote } from '../../../messages/describe-note.js';
import { label } from '../../../messages/label.js';
import { htmlSentence } from './html-section.js';
import { htmlStyle } from './html-style.js';

export interface HtmlPage {
  /** Escaped already, as are the lines. */
  readonly title: string;
  readonly lang: Language;
  /** Of the program. */
  readonly version: string;
  readonly header: readonly string[];
  readonly main: readonly string[];
  /** What it has beside the shared style. */
  readonly more?: PageMore;
}

export interface PageMore {
  readonly style: string;
  readonly script: string;
  /** It asks the server that it came from. */
  readonly connects?: true;
}

/** A page without anything from the net; its policy forbids it, and images and scripts where the page has none. */
export function htmlPage({ title, lang, version, header, main, more }: HtmlPage): string {
  const style = htmlStyle + (more?.style ?? '');
  return [
    '<!doctype html>',
    `<html lang="${lang === 'zh' ? 'zh-CN' : 'en'}">`,
    '<head>',
    '<meta charset="utf-8">',
    `<meta http-equiv="Content-Security-Policy" content="${pagePolicy(more)}">`,
    '<meta name="viewport" content="width=device-width, initial-scale=1">',
    '<meta name="referrer" content="no-referrer">',
    `<title>${title}</title>`,
    `<style>${style}</style>`,
    '</head>',
    '<body>',
    ...header,
    '<main>',
    ...main,
    '</main>',
    `<footer>${escapeMarkup(label('check-made-by', lang, { version }))}</footer>`,
    ...(more ? [`<script>${more.script}</script>`] : []),
    '</body>',
    '</html>',
    '',
  ].join('\n');
}

/** What a page may use (Content-Security-Policy). */
export function pagePolicy(more: PageMore | undefined): string {
  const style = `style-src '${hashOf(htmlStyle + (more?.style ?? ''))}'`;
  const allowed = more ? [`script-src '${hashOf(more.script)}'`, 'img-src data:'] : [];
  const connect = more?.connects ? ["connect-src 'self'"] : [];
  return ["default-src 'none'", style, ...allowed, ...connect, "base-uri 'none'", "form-action 'none'"].join('; ');
}

const hashOf = (text: string): string => `sha256-${createHash('sha256').update(text).digest('base64')}`;

/** What there is to know beside the images. */
export function noteLines(notes: readonly Note[], lang: Language): readonly string[] {
  if (notes.length === 0) return [];
  return articleOf(label('notes', lang), [...new Set(notes.map((note) => describeNote(note, lang)))].map(htmlSentence));
}

export function articleOf(title: string, items: readonly string[]): readonly string[] {
  return [
    '<article class="message">',
    `<h2>${escapeMarkup(title)}</h2>`,
    '<ul class="images">',
    ...items.map((item) => `<li>${item}</li>`),
    '</ul>',
    '</article>',
  ];
}
