import { describe, expect, it, onTestFinished } from 'vitest';
import { readTree } from '../support/file-tree.js';
import { startOssServer } from '../support/oss-server.js';
import { runCli } from '../support/run-cli.js';
import { type LaidOutSite, layOutSite } from '../support/sites/lay-out-site.js';
import { type Move, moveInto, moveSite, undoMove } from '../support/sites/move-site.js';

const keys = { OSS_ACCESS_KEY_ID: 'LTAIexampleid', OSS_ACCESS_KEY_SECRET: 'keep-this-secret' };

async function moveIntoOss(site: LaidOutSite): Promise<Move> {
  const server = await startOssServer({
    buckets: [{ name: 'bucket', region: 'cn-hangzhou', acl: 'public-read' }],
    keys: { [keys.OSS_ACCESS_KEY_ID]: keys.OSS_ACCESS_KEY_SECRET },
  });
  onTestFinished(() => server.close());
  const base = `${server.endpoint}/bucket/`;
  const store = `oss://bucket/blog?region=cn-hangzhou&endpoint=${server.endpoint}`;
  return { outcome: await moveInto(site, ['--to', store, '--public-url', base], keys), publicBase: `${base}blog/` };
}

interface FoundReference {
  readonly file: string;
  readonly line: number;
  readonly raw: string;
  /** Null for what can't be followed. */
  readonly url: string | null;
}

async function scanSite({ folder }: LaidOutSite): Promise<readonly FoundReference[]> {
  const { stdout } = await runCli(['scan', '.', '--format', 'json'], { cwd: folder });
  return (JSON.parse(stdout) as { references: FoundReference[] }).references;
}

/** What of a site is not where the others are after a move, each with its reason. */
interface Expected {
  readonly generator: string;
  /** Places of references that stay: what only a file of the site can be, what nobody can tell. */
  readonly stays: readonly string[];
  /** Ids of notes, each once. */
  readonly notes: readonly string[];
  /** Addresses of the host being left that are named as left behind. */
  readonly leftBehind: readonly string[];
}

const sites: readonly Expected[] = [
  { generator: 'hexo', stays: [], notes: [], leftBehind: [] },
  {
    generator: 'hugo',
    stays: ['content/posts/bundle/index.md:9 cover.png'],
    notes: ['reference-local-only'],
    leftBehind: ['hugo/large.png'],
  },
  {
    generator: 'jekyll',
    stays: [
      '_posts/2024-03-04-welcome-to-jekyll.md:7 data:image/png;base64,iVBORw0KGgo=',
      '_posts/2024-03-04-welcome-to-jekyll.md:25 {{ page.image.path }}',
    ],
    notes: [],
    leftBehind: [],
  },
  { generator: 'mkdocs', stays: [], notes: [], leftBehind: [] },
  { generator: 'obsidian', stays: ['Home.md:11 twin.png'], notes: ['reference-ambiguous'], leftBehind: [] },
  { generator: 'vitepress', stays: [], notes: [], leftBehind: ['vitepress/icon.svg'] },
  {
    generator: 'docusaurus',
    stays: ['docs/intro.md:5 @site/static/img/logo.png'],
    notes: ['reference-local-only'],
    leftBehind: ['docusaurus/expression.png', 'docusaurus/navbar.png'],
  },
  {
    generator: 'astro',
    stays: [
      'src/content/blog/first-post.md:4 ../../assets/hero.png',
      'src/content/blog/using-mdx.mdx:3 ../../assets/hero.png',
      'src/content/blog/using-mdx.mdx:7 ../../assets/hero.png',
    ],
    notes: ['reference-local-only', 'remote-not-optimized'],
    leftBehind: [],
  },
];

const targets = [
  ['a folder', moveSite],
  ['the loopback OSS', moveIntoOss],
] as const;

describe.each(sites)('a site of $generator', ({ generator, stays, notes, leftBehind }) => {
  it.each(targets)(
    'moves every image into %s, says what stays, and gets every byte back',
    async (_, move) => {
      const site = await layOutSite(generator);
      const files = await readTree(site.folder);
      const before = await scanSite(site);
      const { outcome, publicBase } = await move(site);
      const after = await scanSite(site);
      expect(after.map(({ file, line }) => `${file}:${line}`)).toEqual(
        before.map(({ file, line }) => `${file}:${line}`),
      );
      const staying = after.filter(({ url }) => !url?.startsWith(publicBase));
      expect(staying.map(({ file, line, raw }) => `${file}:${line} ${raw}`)).toEqual(stays);
      const ids = new Set(outcome.notes.map(({ id }) => id));
      expect([...ids].sort()).toEqual([...new Set([...notes, 'generator-recognised'])].sort());
      expect(outcome.leftBehind.map(({ url }) => new URL(url).pathname.slice(1)).sort()).toEqual(leftBehind);
      expect(outcome.images.filter(({ state }) => state === 'failed')).toEqual([]);

      await undoMove(site);
      const undone = [...(await readTree(site.folder))].filter(([path]) => !path.startsWith('.imgferry/'));
      expect(new Map(undone)).toEqual(files);
    },
    120_000,
  );
});
