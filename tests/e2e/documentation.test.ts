import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { commandsIn, root } from '../support/documented-commands.js';
import { drawPicture } from '../support/draw-picture.js';
import { writeTree } from '../support/file-tree.js';
import { createTestSite, type TestSite } from '../support/migration.js';
import { createBucket } from '../support/oss-bucket.js';
import { makeRepository } from '../support/repository.js';
import { runCli } from '../support/run-cli.js';

describe('the pages', () => {
  it('show no broken image, by our own check', async () => {
    const home = await createTestSite({});
    const ledger = join(home.folder, 'ledger.db');
    const { code, stdout, stderr } = await runCli(['check', 'README.md', 'docs', '--local', '--ledger', ledger], {
      cwd: root,
      env: { HOME: home.folder },
    });
    expect(code, `${stdout}${stderr}`).toBe(0);
  });
});

interface Recipe {
  readonly site: TestSite;
  readonly env: Readonly<Record<string, string>>;
}

/** A site that each recipe could be for, its hosts and buckets on loopback. */
async function layOutRecipe(main: 'bucket' | 'folder'): Promise<Recipe> {
  const bucket = await createBucket();
  const { bytes: photo } = await drawPicture({ format: 'png', width: 40, height: 30, seed: 1 });
  const site = await createTestSite(
    {
      'posts/a.md': [
        '![](https://img.old-host.example/cat.png)',
        '![](https://raw.githubusercontent.com/me/pics/main/cat.png)',
        '![](/images/local.png)',
        '',
      ].join('\n\n'),
      'images/local.png': photo,
      'pics/cat.png': photo,
      'backup/cat.png': photo,
      'pictures/cat.png': photo,
    },
    { '/cat.png': { picture: { format: 'png', width: 64, height: 48, seed: 2 } } },
  );
  const target =
    main === 'bucket'
      ? { url: bucket.storeAt('blog'), publicUrl: 'https://img.example.com/' }
      : { url: 'file:public/images', publicUrl: '/images/' };
  await writeTree(site.folder, {
    'imgferry.config.json': JSON.stringify({
      posts: ['posts'],
      to: 'main',
      stores: {
        main: target,
        old: { url: bucket.storeAt('old'), publicUrl: 'https://old-img.example.com/' },
      },
      remap: ['https://img.old-host.example/', 'https://raw.githubusercontent.com/me/pics/main/'].map(
        (from) => `${from}=${site.origin.url}/`,
      ),
      allowHosts: ['127.0.0.1'],
      wayback: 'off',
      verify: 'stored',
    }),
  });
  makeRepository(site.folder);
  return { site, env: bucket.env };
}

describe('the recipes', () => {
  it.each([
    ['host-closes', 'bucket', /https:\/\/img\.old-host\.example/], // its last step takes it back
    ['local-to-oss', 'bucket', /https:\/\/img\.example\.com\/blog\/[0-9a-f]{2}\/[0-9a-f]{32}\.png/],
    ['github-to-oss', 'bucket', /https:\/\/img\.example\.com\/blog\/[0-9a-f]{2}\/[0-9a-f]{32}\.png/],
    ['back-to-local', 'folder', /!\[\]\(\/images\/[0-9a-f]{2}\/[0-9a-f]{32}\.png\)/],
  ] as const)('%s can be followed, step by step', async (name, main, expected) => {
    const { env, site } = await layOutRecipe(main);
    for (const words of await commandsIn(`docs/recipes/${name}.md`)) {
      const result = await site.run(words, env);
      // 1: something needs the person, as hosts of an example that are not there
      expect([0, 1], `imgferry ${words.join(' ')}\n${result.stdout}${result.stderr}`).toContain(result.code);
    }
    expect(await readFile(join(site.folder, 'posts/a.md'), 'utf8')).toMatch(expected);
  });
});
