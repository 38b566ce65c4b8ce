import { describe, expect, it } from 'vitest';
import { type BuildingGenerator, isInstalled } from '../../scripts/generator-cache.mjs';
import { readTree } from '../support/file-tree.js';
import { buildSite } from '../support/sites/build-site.js';
import { type BuiltImage, builtImages } from '../support/sites/built-images.js';
import { type LaidOutSite, layOutSite, webBase } from '../support/sites/lay-out-site.js';
import { moveSite, undoMove } from '../support/sites/move-site.js';
import { pictureAt, showTheSame } from '../support/sites/picture-at.js';

interface BuiltSite {
  readonly pages: string;
  readonly images: readonly BuiltImage[];
}

async function build(site: LaidOutSite, generator: BuildingGenerator): Promise<BuiltSite> {
  const pages = await buildSite(site, generator);
  return { pages, images: await builtImages(pages) };
}

const placesOf = ({ images }: BuiltSite): string[] => images.map(({ place }) => place);

/** What stays at its old address, and what showed nothing before the move. */
interface Expected {
  readonly generator: BuildingGenerator;
  /** Path under which the site is published. */
  readonly base: string;
  /** Addresses that only a script or the generator itself names. */
  readonly kept: readonly string[];
  /** Addresses that the built site did not serve. */
  readonly brokenBefore: readonly string[];
}

const sites: readonly Expected[] = [
  {
    generator: 'hexo',
    base: '/',
    kept: [],
    // a post's name before its asset is what editors show; Hexo escapes what stands for a tag in a link
    brokenBefore: ['/hello-world/cat.png', '/!--swig%EF%BF%BC5--'],
  },
  {
    generator: 'vitepress',
    base: '/docs/',
    // the logo and the icon of `config.mts`, and what the script of a page makes up
    kept: ['/docs/logo.png', `${webBase}vitepress/icon.svg`, 'https://example.com/no.png'],
    brokenBefore: [],
  },
  {
    generator: 'docusaurus',
    base: '/',
    // `docusaurus.config.js`, an import, an expression
    kept: [
      'https://example.com/img/logo.png',
      '/img/favicon.png',
      `${webBase}docusaurus/navbar.png`,
      '/assets/images/logo-HASH.png',
      `${webBase}docusaurus/expression.png`,
    ],
    brokenBefore: [],
  },
  {
    generator: 'astro',
    base: '/',
    // the layout's icon, an import, and what the schema wants as a local file
    kept: ['/placeholder.png', '/_astro/hero.HASH.webp'],
    brokenBefore: [],
  },
];

/** A generator names files after their content. */
const withoutHash = (url: string): string =>
  url.replace(/(?<=\/assets\/images\/[\w-]+-)[0-9a-f]{32}|(?<=\/_astro\/\w+\.)[\w-]+/, 'HASH');

/** Hexo gives each post a random id anew with every build. */
const comparable = (bytes: Buffer | undefined): string | undefined =>
  bytes?.toString('latin1').replace(/cuid[\w-]{21}/g, 'cuid');

describe.each(sites)('a site of $generator, built before and after the move', (expected) => {
  const { generator, base } = expected;
  const name = isInstalled(generator) ? generator : `${generator} (not installed: npm run generators)`;

  it.skipIf(!isInstalled(generator))(
    `${name} shows every image at its new address, none lost, none new`,
    async () => {
      const site = await layOutSite(generator);
      const before = await build(site, generator);
      const { publicBase } = await moveSite(site);
      const after = await build(site, generator);
      const kept: string[] = [];
      const broken: string[] = [];
      expect(placesOf(after)).toEqual(placesOf(before));
      for (const [index, was] of before.images.entries()) {
        const now = after.images[index] ?? was;
        if (now.url === was.url || !now.url.startsWith(publicBase)) {
          kept.push(withoutHash(now.url));
          continue;
        }
        const old = await pictureAt(was, before.pages, { base, origin: site.origin });
        const moved = await pictureAt(now, after.pages, { base, origin: site.origin });
        expect(moved, now.url).toBeDefined();
        if (!old) broken.push(was.url);
        else if (moved) expect(await showTheSame(old, moved), `${was.place} ${was.url}`).toBe(true);
      }
      expect(new Set(kept)).toEqual(new Set(expected.kept));
      expect(new Set(broken)).toEqual(new Set(expected.brokenBefore));
      await undoMove(site);
      const undone = await build(site, generator);
      const [first, last] = [await readTree(before.pages), await readTree(undone.pages)];
      expect([...last.keys()]).toEqual([...first.keys()]);
      const differing = [...first].filter(([path, bytes]) => comparable(bytes) !== comparable(last.get(path)));
      expect(differing.map(([path]) => path)).toEqual([]);
    },
    900_000,
  );
});
