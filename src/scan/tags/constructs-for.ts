import { join } from 'node:path';
import type { InlineConstruct } from '../located.js';
import { assetFolderOf } from '../resolve/generators/hexo.js';
import type { Site } from '../resolve/site.js';
import { hexoTags } from './hexo-tags.js';
import { hugoShortcodes } from './hugo-shortcodes.js';
import { jekyllIncludes } from './jekyll-includes.js';
import { obsidianEmbeds } from './obsidian-embeds.js';
import { templateDestinations } from './template-destinations.js';
import { vueInterpolations } from './vue-interpolations.js';

/**
 * The constructs of a site's dialect. Where no generator was recognised all of them are on: each is unambiguous.
 *
 * @param text the document, so that constructs whose opener it doesn't have cost nothing
 */
export function constructsFor(site: Site, path: string, text: string): readonly InlineConstruct[] {
  const { generator } = site;
  const speaks = (name: typeof generator): boolean => generator === undefined || generator === name;
  const constructs: InlineConstruct[] = [];
  if (text.includes('{%') && speaks('hexo')) constructs.push(hexoTags({ hasAsset: hasAsset(site, path) }));
  if (text.includes('{%') && speaks('jekyll')) constructs.push(jekyllIncludes);
  if (text.includes('{{') && speaks('hugo')) constructs.push(...hugoShortcodes);
  if (text.includes(']({') && (speaks('jekyll') || speaks('hexo'))) constructs.push(...templateDestinations);
  if (text.includes('![[') && (speaks('obsidian') || site.vault !== undefined)) constructs.push(obsidianEmbeds);
  // within `v-pre` an interpolation is text, and images in it are images
  if (generator === 'vitepress' && text.includes('{{') && !text.includes('v-pre')) constructs.push(vueInterpolations);
  return constructs;
}

const hasAsset =
  ({ files }: Site, path: string) =>
  (slug: string): boolean =>
    slug !== '' && files.isFile(join(assetFolderOf(path), slug));
