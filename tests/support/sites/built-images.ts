import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Parser } from 'htmlparser2';
import { listTree } from '../file-tree.js';

/** An image that a built page or style sheet names. */
export interface BuiltImage {
  /** The page, and what names it there: `guide/images.html img[src] 3`. */
  readonly place: string;
  readonly url: string;
}

/** Every image that the pages and style sheets of a built site name, in their order. */
export async function builtImages(pages: string): Promise<BuiltImage[]> {
  const found: BuiltImage[] = [];
  for (const path of await listTree(pages)) {
    const urls = await imagesIn(path, () => readFile(join(pages, path), 'utf8'));
    const page = path.replace(/[.-][\w-]{8}(?=\.css$)/, ''); // a style sheet's name changes with what it says
    found.push(...urls.map(({ kind, url }, index) => ({ place: `${page} ${kind} ${index}`, url })));
  }
  return found;
}

interface NamedImage {
  readonly kind: string;
  readonly url: string;
}

async function imagesIn(path: string, read: () => Promise<string>): Promise<readonly NamedImage[]> {
  if (path.endsWith('.html')) return imagesInPage(await read());
  if (path.endsWith('.css')) return urlsIn(await read(), 'css');
  return [];
}

function imagesInPage(html: string): NamedImage[] {
  const found: NamedImage[] = [];
  let open = '';
  const parser = new Parser({
    onopentag(name, attributes) {
      open = name === 'script' && attributes.type === 'application/ld+json' ? 'ld+json' : name;
      found.push(...imagesInTag(name, attributes));
    },
    ontext(text) {
      if (open === 'style') found.push(...urlsIn(text, 'style'));
      if (open === 'ld+json') found.push(...stringsIn(text));
    },
    onclosetag() {
      open = '';
    },
  });
  parser.end(html);
  return found;
}

function imagesInTag(name: string, attributes: Readonly<Record<string, string>>): NamedImage[] {
  const one = (kind: string, url: string | undefined): NamedImage[] => (url === undefined ? [] : [{ kind, url }]);
  const style = urlsIn(attributes.style ?? '', 'style');
  switch (name) {
    case 'img':
    case 'source':
      return [...one(`${name}[src]`, attributes.src), ...candidatesIn(attributes.srcset ?? ''), ...style];
    case 'video':
      return [...one('video[poster]', attributes.poster), ...style];
    case 'meta':
      return /^(?:og|twitter):image$/.test(attributes.property ?? attributes.name ?? '')
        ? one('meta', attributes.content)
        : [];
    case 'link':
      return /\bicon\b/.test(attributes.rel ?? '') ? one('icon', attributes.href) : [];
    default:
      return style;
  }
}

const candidatesIn = (srcset: string): NamedImage[] =>
  [...srcset.matchAll(/([^\s,]\S*[^\s,])(?:\s+[\d.]+[wx])?\s*(?:,|$)/g)].map((match) => ({
    kind: 'srcset',
    url: match[1] ?? '',
  }));

/** Fonts and filters stand in `url()` too. */
const urlsIn = (css: string, kind: string): NamedImage[] =>
  [...css.matchAll(/url\(\s*(["']?)(.*?)\1\s*\)/g)]
    .map((match) => ({ kind, url: match[2] ?? '' }))
    .filter(({ url }) => /\.(?:png|jpe?g|webp|avif|svg)(?:[?#]|$)/.test(url));

const stringsIn = (json: string): NamedImage[] =>
  [...json.matchAll(/"([^"]+\.(?:png|jpe?g|webp|avif|svg))"/g)].map((match) => ({
    kind: 'ld+json',
    url: match[1] ?? '',
  }));
