import { mkdir, mkdtemp, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { loadConfig } from '../../src/config/load-config.js';
import type { LoadedConfig } from '../../src/config/settings.js';

let home: string;

beforeEach(async () => {
  home = await realpath(await mkdtemp(join(tmpdir(), 'imgferry-config-')));
});
afterEach(() => rm(home, { recursive: true }));

async function write(path: string, text: string): Promise<string> {
  const file = join(home, path);
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, text);
  return file;
}

const load = (cwd = '', file?: string): Promise<LoadedConfig> =>
  loadConfig({ cwd: join(home, cwd), env: { home }, ...(file === undefined ? {} : { file }) });

describe('loadConfig finds', () => {
  it('the nearest configuration upward', async () => {
    await write('site/imgferry.config.yaml', 'to: outer');
    const inner = await write('site/blog/imgferry.config.yml', 'to: inner');
    await mkdir(join(home, 'site/blog/posts/2024'), { recursive: true });
    expect(await load('site/blog/posts/2024')).toMatchObject({ file: inner, given: { to: 'inner' } });
  });

  it('the key in package.json, and lets a package.json without it alone', async () => {
    const file = await write('site/package.json', '{"name": "site", "imgferry": {"to": "images"}}');
    await write('site/blog/package.json', '{"name": "imgferry"}');
    expect(await load('site/blog')).toMatchObject({ file, folder: join(home, 'site'), given: { to: 'images' } });
  });

  it('nothing above the root of the repository', async () => {
    await write('imgferry.config.yaml', 'to: outside');
    await write('site/.git/HEAD', '');
    expect(await load('site')).toEqual({ cwd: join(home, 'site'), folder: join(home, 'site'), given: {} });
  });

  it('a JSON file, with the byte order mark that Windows editors write', async () => {
    await write('imgferry.config.json', '\ufeff{\n\t"to": "images"\n}');
    expect(await load()).toMatchObject({ given: { to: 'images' } });
  });

  it('a JSON file that names its schema for the editor', async () => {
    await write('imgferry.config.json', '{"$schema": "x.json", "to": "images"}');
    expect((await load()).given).toEqual({ to: 'images' });
  });

  it('an empty file to say nothing', async () => {
    await write('imgferry.config.yaml', '# nothing yet\n');
    expect(await load()).toMatchObject({ given: {} });
  });

  it('the file that was named', async () => {
    const file = await write('other/mine.yaml', 'to: mine');
    expect(await load('', 'other/mine.yaml')).toMatchObject({ file, given: { to: 'mine' } });
  });
});

describe('loadConfig refuses what it cannot read', () => {
  it.each([
    ['imgferry.config.yaml', 'to: images\nkey: "open\n', { line: 3 }],
    ['imgferry.config.yaml', 'to: images\n\tkey: x\n', { line: 2, column: 1 }],
    ['imgferry.config.json', '{"to": "images",\n "key": "a" "b"}', { line: 2, column: 13, expected: 'json' }],
    ['imgferry.config.json', '{"to": "images"', { line: 1 }],
    ['imgferry.config.yaml', 'to: a\nto: b\n', { line: 2, found: 'DUPLICATE_KEY' }],
  ])('%s: %j', async (name, text, place) => {
    const path = await write(name, text);
    await expect(load()).rejects.toMatchObject({ code: 'CONFIG_UNREADABLE', facts: { path, ...place } });
  });

  it('a file that is not there, a folder, and code', async () => {
    await write('imgferry.config.js', 'module.exports = {}');
    await mkdir(join(home, 'folder.yaml'));
    const facts = async (file: string): Promise<unknown> => load('', file).catch((error) => error.facts);
    expect(await facts('none.yaml')).toMatchObject({ found: 'missing' });
    expect(await facts('folder.yaml')).toMatchObject({ found: 'not-readable' });
    expect(await facts('imgferry.config.js')).toMatchObject({ found: '.js', expected: ['.yaml', '.yml', '.json'] });
  });

  it('aliases that grow without end', async () => {
    const level = (name: string, inner: string): string => `${name}: &${name} [${`*${inner},`.repeat(9)}]\n`;
    await write('imgferry.config.yaml', `a: &a [x]\n${level('b', 'a')}${level('c', 'b')}${level('d', 'c')}`);
    await expect(load()).rejects.toMatchObject({ code: 'CONFIG_UNREADABLE', facts: { found: 'aliases' } });
  });
});

describe('loadConfig refuses a wrong value, naming key, place and what was meant', () => {
  it.each([
    ['publicURL: x', { key: 'publicURL', found: 'publicURL', hint: 'publicUrl', line: 1 }],
    ['image-format: webp', { key: 'image-format', hint: 'imageFormat' }],
    ['xyzzy: 1', { key: 'xyzzy', hint: undefined }],
    ['links: some', { key: 'links', expected: ['same', 'all', 'off'], found: 'some', hint: 'same' }],
    ['allowHosts: [""]', { key: 'allowHosts.0', expected: 'filled', found: '' }],
    ['to: a\nconcurrency: 0', { key: 'concurrency', expected: '>= 1', found: '0', line: 2, column: 14 }],
    ['concurrency: many', { key: 'concurrency', expected: 'number', found: 'many' }],
    ['quality: 101', { key: 'quality', expected: '<= 100' }],
    ['maxBytes: 50 apples', { key: 'maxBytes', expected: 'bytes', found: '50 apples' }],
    ['idleTimeout: soon', { key: 'idleTimeout', expected: 'time' }],
    ['site: blog', { key: 'site', expected: 'url', found: 'blog' }],
    ['posts: 7', { key: 'posts', expected: 'string', found: '7' }],
    ['- a\n- b', { key: '', expected: 'object' }],
    ['stores:\n  main:\n    region: x', { key: 'stores.main', expected: 'url-or-kind', line: 3 }],
    ['stores:\n  main:\n    kind: file', { key: 'stores.main.dir', expected: 'folder' }],
    ['stores:\n  main:\n    url: ftp://x', { key: 'stores.main.url', expected: 'store-address' }],
    ['stores:\n  main:\n    url: file:x\n    regoin: y', { key: 'stores.main.regoin', hint: 'region' }],
    ['stores:\n  main: 5', { key: 'stores.main', expected: 'object' }],
    ['hosts:\n  a.example:\n    refferer: x', { key: 'hosts.a.example.refferer', hint: 'referer' }],
  ])('%j', async (text, facts) => {
    const path = await write('imgferry.config.yaml', text);
    await expect(load()).rejects.toMatchObject({ code: 'CONFIG_INVALID', facts: { path, ...facts } });
  });

  it('never shows what stands where a secret may stand', async () => {
    await write('imgferry.config.yaml', 'stores:\n  a:\n    url: oss://bbb\n    credentials: LTAIsecret');
    const error: unknown = await load().catch((thrown) => thrown);
    expect(error).toMatchObject({ facts: { key: 'stores.a.credentials', found: 'hidden' } });
    expect(JSON.stringify(error) + String(error)).not.toContain('LTAIsecret');
  });
});
