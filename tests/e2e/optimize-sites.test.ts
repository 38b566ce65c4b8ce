import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { type BuildingGenerator, isInstalled } from '../../scripts/generator-cache.mjs';
import { readTree } from '../support/file-tree.js';
import { runCli } from '../support/run-cli.js';
import { buildSite } from '../support/sites/build-site.js';
import { builtImages } from '../support/sites/built-images.js';
import { type LaidOutSite, layOutSite } from '../support/sites/lay-out-site.js';
import { pictureAt, showTheSame } from '../support/sites/picture-at.js';

interface SiteRun {
  readonly generator: BuildingGenerator;
  readonly effort: 'fast' | 'balanced';
  /** Folders of pictures, and of what names them. */
  readonly folders: readonly string[];
}

const runs: readonly SiteRun[] = [
  { generator: 'hexo', effort: 'fast', folders: ['source'] },
  { generator: 'hexo', effort: 'balanced', folders: ['source'] },
  { generator: 'astro', effort: 'fast', folders: ['src', 'public'] },
  { generator: 'docusaurus', effort: 'fast', folders: ['docs', 'blog', 'static', 'src'] },
];

/** All but what imgferry keeps for itself. */
async function filesOf({ folder }: LaidOutSite): Promise<ReadonlyMap<string, Buffer>> {
  return new Map([...(await readTree(folder))].filter(([path]) => !path.startsWith('.imgferry/')));
}

/** What every image of the built pages shows a reader, by where it stands there; undefined where nothing is shown. */
async function shownBy(
  site: LaidOutSite,
  generator: BuildingGenerator,
): Promise<ReadonlyMap<string, Buffer | undefined>> {
  const pages = await buildSite(site, generator);
  const shown = new Map<string, Buffer | undefined>();
  for (const image of await builtImages(pages)) {
    shown.set(image.place, await pictureAt(image, pages, { base: '/', origin: site.origin }));
  }
  return shown;
}

async function sizeOf(bytes: Buffer): Promise<string> {
  const { width, height } = await sharp(bytes)
    .autoOrient()
    .toBuffer({ resolveWithObject: true })
    .then(({ info }) => info);
  return `${width} x ${height}`;
}

describe.each(runs)('a site of $generator, optimized $effort', ({ generator, effort, folders }) => {
  const name = isInstalled(generator) ? generator : `${generator} (not installed: npm run generators)`;

  it.skipIf(!isInstalled(generator))(
    `${name} shows every image that it showed before, in its size, and comes back to the byte`,
    async () => {
      const site = await layOutSite(generator);
      const files = await filesOf(site);
      const before = await shownBy(site, generator);
      const args = ['optimize', ...folders, '--posts', ...folders, '--image-format', 'auto', '--effort', effort];
      const done = await runCli([...args, '--write', '--format', 'json'], { cwd: site.folder });
      expect(done, done.stderr).toMatchObject({ code: 0 });
      const after = await shownBy(site, generator);

      expect([...after.keys()]).toEqual([...before.keys()]);
      let smaller = 0;
      for (const [place, was] of before) {
        if (was === undefined) continue;
        const now = after.get(place);
        expect(now, place).toBeDefined();
        if (now === undefined || now.equals(was)) continue;
        expect(await sizeOf(now), place).toBe(await sizeOf(was));
        expect(await showTheSame(was, now), place).toBe(true);
        if (now.length < was.length) smaller += 1;
      }
      expect(smaller).toBeGreaterThan(before.size / 4);

      expect(await runCli(['undo'], { cwd: site.folder })).toMatchObject({ code: 0 });
      expect(await filesOf(site)).toEqual(files);
    },
    900_000,
  );
});
