import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkGiven } from '../../src/config/check-given.js';
import { parseConfig } from '../../src/config/parse-config.js';
import { resolveSettings } from '../../src/config/resolve-settings.js';
import type { Settings } from '../../src/config/settings.js';
import { ImgferryError } from '../../src/core/errors.js';
import { describeError } from '../../src/messages/describe-error.js';
import { damaged, fuzzing } from '../support/fuzzing.js';

const preset = (name: string): string =>
  readFileSync(fileURLToPath(new URL(`../../config/presets/${name}.yaml`, import.meta.url)), 'utf8');

const all = `to: main
posts: [source/_posts, "文章"]
quality: 80
imageTimeout: 90s
remap: ["https://old.example/=file:backup"]
hosts:
  img.example.com: {headers: {referer: "https://blog.example/"}, concurrency: 2}
ignore: [{address: "https://a.example/**", reason: not-found}]
folders: {static: {imageFormat: webp, maxWidth: 1600}}
stores:
  main:
    url: oss://bucket/blog?region=cn-hangzhou
    publicUrl: https://img.example.com/
    credentials: env:BLOG
    headers: {cache-control: "public, max-age=31536000"}
`;
const json =
  '{"to": "images", "quality": 80, "stores": {"images": {"url": "file:images", "publicUrl": "relative"}}, "posts": ["a", "b"]}';
const samples = [all, json, preset('hexo'), preset('hugo'), preset('plain')];

/** What YAML, JSON, JavaScript objects and our own schema stumble over. */
const words = [
  ...[
    '__proto__: {polluted: true}\n',
    '"__proto__": {"polluted": true}, ',
    'constructor: {prototype: {polluted: true}}\n',
  ],
  ...[
    '&a ',
    '*a ',
    '<<: *a\n',
    '!!js/function "x" ',
    '!!binary "AA==" ',
    '!!set {a} ',
    '? ',
    '- ',
    ': ',
    '\n---\n',
    '\n...\n',
  ],
  ...[
    '\t',
    '\u0000',
    '\ufeff',
    '\r',
    '\u2028',
    '\ud800',
    '"',
    "'",
    '{',
    '}',
    '[',
    ']',
    '|',
    '>-\n',
    '#',
    '%YAML 9.9\n',
    '`',
    '@',
  ],
  ...['[', '{a: ', '- ', '? '].map((open) => open.repeat(3000)),
  ...['null', '~', '.nan', '.inf', '-1', '1e999', '0x1F', 'true', '2025-01-01', '{}', '[]', '99999999999999999999'],
  ...[
    'stores: 5\n',
    'hosts: []\n',
    'quality: {}\n',
    'to: [a]\n',
    'toString: a\n',
    'hasOwnProperty: 1\n',
    'ignore: [[]]\n',
  ],
];

/** Settings, or one of our errors. */
async function read(text: string, path: string): Promise<Settings | ImgferryError> {
  try {
    const { value, placeOf } = parseConfig(text, path);
    const given = checkGiven(value, { path, placeOf });
    return await resolveSettings({ file: path, folder: '/site', cwd: '/site', given });
  } catch (error) {
    if (error instanceof ImgferryError) return error;
    throw error;
  }
}

async function isReadOrRefused(text: string, path: string): Promise<void> {
  const found = await read(text, path);
  expect(Object.keys(Object.prototype)).toEqual([]);
  expect('polluted' in {}).toBe(false);
  if (!(found instanceof ImgferryError)) {
    expect('polluted' in found).toBe(false);
    expect(Object.getPrototypeOf(found)).toBe(Object.prototype);
    return;
  }
  expect(['CONFIG_UNREADABLE', 'CONFIG_INVALID']).toContain(found.code);
  expect(found.facts.path).toBe(path);
  const { line, column } = found.facts;
  const lines = text.split(/\r\n|\r|\n/).length;
  if (line !== undefined) expect(Number(line) >= 1 && Number(line) <= lines + 1 && Number(column) >= 1).toBe(true);
  for (const lang of ['en', 'zh'] as const) {
    const said = Object.values(describeError(found, lang)).join('\n');
    expect(said).toContain(path);
    expect(said.replaceAll('\n', '')).not.toMatch(/\p{Cc}|\bat .*\.[jt]s:\d/u);
  }
}

const path = fc.constantFrom('/site/imgferry.config.yaml', '/site/imgferry.config.json');

describe('a configuration', () => {
  it('is read, or refused with its place, however it was damaged', { timeout: 600_000 }, async () => {
    await fc.assert(fc.asyncProperty(damaged(samples, words), path, isReadOrRefused), fuzzing(300));
  });

  it('is read or refused whatever values it holds', { timeout: 600_000 }, async () => {
    const names = [
      'to',
      'posts',
      'stores',
      'hosts',
      'quality',
      'ignore',
      'folders',
      'cdn',
      'remap',
      '__proto__',
      'url',
    ];
    const value = fc.jsonValue({ maxDepth: 3 });
    const config = fc.dictionary(fc.oneof(fc.constantFrom(...names), fc.string({ maxLength: 5 })), value, {
      maxKeys: 4,
    });
    const text = fc.oneof(
      config,
      fc.dictionary(fc.constantFrom('stores', 'hosts', 'folders', 'cdn'), config, { maxKeys: 2 }),
    );
    await fc.assert(
      fc.asyncProperty(
        text.map((it) => JSON.stringify(it)),
        path,
        isReadOrRefused,
      ),
      fuzzing(300),
    );
  });

  it.each(words.map((word) => [word.slice(0, 40), word]))('is read or refused with %j before it', (_, word) =>
    isReadOrRefused(word + all, '/site/imgferry.config.yaml'),
  );
});
