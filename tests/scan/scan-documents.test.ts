import { writeFile } from 'node:fs/promises';
import { afterEach, describe, expect, it } from 'vitest';
import { type ScannedDocument, scanDocuments, type UnscannedDocument } from '../../src/scan/scan-documents.js';
import { buildSite, type SiteFolder } from './site-builder.js';

let folder: SiteFolder | undefined;

afterEach(() => folder?.remove());

async function scanAll(cwd: string, paths: readonly string[]): Promise<(ScannedDocument | UnscannedDocument)[]> {
  const scanned: (ScannedDocument | UnscannedDocument)[] = [];
  for await (const document of scanDocuments(paths, { cwd })) scanned.push(document);
  return scanned;
}

describe('scanDocuments', () => {
  it('scans in path order, whatever is read first', async () => {
    const names = Array.from({ length: 40 }, (_, index) => `p${String(index).padStart(2, '0')}.md`);
    folder = await buildSite(Object.fromEntries(names.map((name) => [name, `![](${name}.png)`])));
    const scanned = await scanAll(folder.root, ['.']);
    expect(scanned.map(({ file }) => file)).toEqual(names);
    expect(scanned.map((document) => ('references' in document ? document.references[0]?.raw : ''))).toEqual(
      names.map((name) => `${name}.png`),
    );
  });

  it('gives a text that encodes to the bytes that were read', async () => {
    folder = await buildSite({ 'a.md': '\ufeff![图](a.png)\r\n' });
    const [document] = await scanAll(folder.root, ['a.md']);
    const bytes = Buffer.from('\ufeff![图](a.png)\r\n');
    expect(document && 'text' in document ? Buffer.from(document.text) : undefined).toEqual(bytes);
  });

  it('reports a document that is not UTF-8 in its place, and goes on', async () => {
    folder = await buildSite({ 'a.md': '![](a.png)', 'c.md': '![](c.png)' });
    await writeFile(folder.path('b.md'), Buffer.from([0x21, 0x5b, 0xc4, 0xe3, 0xba, 0xc3]));
    const scanned = await scanAll(folder.root, ['.']);
    expect(scanned).toMatchObject([
      { file: 'a.md', references: [{ raw: 'a.png' }] },
      { file: 'b.md', error: { code: 'DOCUMENT_NOT_UTF8', facts: { path: 'b.md' } } },
      { file: 'c.md', references: [{ raw: 'c.png' }] },
    ]);
  });

  it('tells a picture that was named for a post from one in another encoding', async () => {
    folder = await buildSite({ 'a.md': '' });
    await writeFile(folder.path('a.jpg'), Buffer.from([0xff, 0xd8, 0xff, 0xe0, 0, 16, 0x4a, 0x46, 0x49, 0x46, 0]));
    const [scanned] = await scanAll(folder.root, ['a.jpg']);
    expect(scanned).toMatchObject({ error: { code: 'DOCUMENT_NOT_UTF8', facts: { path: 'a.jpg', hint: 'picture' } } });
  });

  it('recognises the site of each document by itself', async () => {
    folder = await buildSite({
      'one/hugo.toml': '',
      'one/content/a.md': '{{< figure src="a.png" >}}{% img /b.png %}',
      'two/.obsidian/app.json': '{}',
      'two/a.md': '![[a.png]]{% img /b.png %}',
      'three/a.md': '{% img /b.png %}',
    });
    const scanned = await scanAll(folder.root, ['.']);
    expect(
      scanned.map((document) => ('site' in document ? [document.site.generator, document.references.length] : [])),
    ).toEqual([
      ['hugo', 1],
      [undefined, 1],
      ['obsidian', 1],
    ]);
  });

  it('scans the configuration and the style sheets of a site that lies below the paths', async () => {
    folder = await buildSite({
      '_config.yml': 'favicon: /favicon.png\n# logo: /old.png\n',
      '_config.butterfly.yml': 'avatar:\n  img: "https://h/avatar"\nbackground: url(https://h/bg.jpg)\n',
      'package.json': '{"dependencies": {"hexo": "7"}, "icon": "/no.png"}',
      'source/_posts/a.md': '![](b.png)',
      'source/_data/friends.yml': '- name: a.png\n  avatar: https://h/f.png\n- name: b\n  avatar: /g.png\n',
      'source/css/own.css':
        '@font-face { src: url(f.svg) } a { background: url("../img/c.png"), url(https://h/d.png) } /* url(d.png) */',
      'themes/x/_config.yml': 'favicon: /no.png',
    });
    const found = (documents: readonly (ScannedDocument | UnscannedDocument)[]): string[] =>
      documents.flatMap((document) =>
        'error' in document ? [] : document.references.map(({ syntax, raw }) => `${document.file} ${syntax} ${raw}`),
      );
    expect(found(await scanAll(folder.root, ['.']))).toEqual([
      'source/_posts/a.md inline b.png',
      '_config.butterfly.yml data-file https://h/avatar',
      '_config.butterfly.yml data-file https://h/bg.jpg',
      '_config.yml data-file /favicon.png',
      'source/_data/friends.yml data-file https://h/f.png',
      'source/_data/friends.yml data-file /g.png',
      'source/css/own.css css-url ../img/c.png',
      'source/css/own.css css-url https://h/d.png',
    ]);
    expect(found(await scanAll(folder.root, ['source/_posts']))).toEqual(['source/_posts/a.md inline b.png']);
    expect(found(await scanAll(folder.root, ['_config.yml']))).toEqual(['_config.yml data-file /favicon.png']);
  });

  it('gives configuration that is a script for what is left behind, and finds nothing in it', async () => {
    folder = await buildSite({
      'docusaurus.config.js': "export default { favicon: 'https://h/a.png' }",
      'docs/a.md': '',
      'src/css/custom.css': 'a { color: red }',
    });
    const scanned = await scanAll(folder.root, ['.']);
    expect(scanned).toMatchObject([
      { file: 'docs/a.md' },
      { file: 'docusaurus.config.js', beside: true, references: [], text: expect.stringContaining('https://h/a.png') },
    ]);
    expect(scanned).toHaveLength(2);
  });

  it('names documents relative to the working directory, above it too', async () => {
    folder = await buildSite({ 'posts/a.md': '', 'cwd/b.md': '' });
    expect((await scanAll(folder.path('cwd'), ['..'])).map(({ file }) => file)).toEqual(['b.md', '../posts/a.md']);
  });

  it('can be left half-way', async () => {
    folder = await buildSite({ 'a.md': '', 'b.md': '' });
    for await (const document of scanDocuments(['.'], { cwd: folder.root })) {
      expect(document.file).toBe('a.md');
      break;
    }
  });
});
