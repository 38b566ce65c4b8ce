import type { ResolutionRule } from '../../core/explanation.js';
import type { BlockExtension } from '../located.js';
import type { FileLookup } from './file-lookup.js';

export const generators = [
  'hexo',
  'hugo',
  'jekyll',
  'docusaurus',
  'vitepress',
  'vuepress',
  'astro',
  'mkdocs',
  'obsidian',
] as const;

export type Generator = (typeof generators)[number];

/** A folder in which an address is looked for, and the rule by which. */
export interface SearchFolder {
  readonly rule: ResolutionRule;
  readonly folder: string;
}

/** A folder whose files are served below a path from the site's root. */
export interface PublishedFolder {
  /** `/img/` */
  readonly prefix: string;
  /** Absolute. */
  readonly folder: string;
}

/** The site a post belongs to: which dialects it speaks, and where its addresses lead. */
export interface Site {
  /** Undefined: none was recognised, then every unambiguous dialect is on. */
  readonly generator: Generator | undefined;
  /** Absolute. */
  readonly root: string;
  /** Path under which the site is published, `/` or `/blog/`. */
  readonly base: string;
  /** Prefixes of a site's own folders, `@site/` and the like. */
  readonly aliases: readonly { readonly prefix: string; readonly folder: string }[];
  /** Where an address that starts with `/` is looked for, in order. */
  readonly rootFolders: readonly SearchFolder[];
  /** Where any other address is looked for, in order; the first names the file where none exists. */
  relativeFolders(post: string): readonly SearchFolder[];
  /** The folder whose file names alone are an address, and where it puts new ones (Obsidian). */
  readonly vault?: string;
  /** Chirpy's `cdn`: stands before an address that no local file answers to. */
  readonly cdn?: string;
  /** Folders that are published under a path of their own, whatever the generator does: stores of the configuration. */
  readonly published?: readonly PublishedFolder[];
  /** Keys of front matter and data under which only a file of the site can stand: Astro's `image()`. */
  readonly localOnlyKeys?: ReadonlySet<string>;
  /** What its Markdown has besides CommonMark and GFM. */
  readonly blocks?: ReadonlySet<BlockExtension>;
  /** Whether `.md` is MDX (Docusaurus, unless its configuration says otherwise). */
  readonly markdownIsMdx: boolean;
  readonly files: FileLookup;
}
