import { readFile } from 'node:fs/promises';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, it } from 'vitest';
import type { ImageReference } from '../../src/core/image-reference.js';
import { groupBy } from '../../src/report/group-by.js';
import { renderScan, type ScanFormat } from '../../src/report/render-scan.js';

const reference = (facts: Partial<ImageReference>): ImageReference => ({
  document: 'posts/a.md',
  syntax: 'inline',
  role: 'image',
  span: { start: 4, end: 9 },
  raw: 'a.png',
  target: { kind: 'remote', url: 'https://old.example.com/a.png' },
  fragment: '',
  escaping: [],
  line: 1,
  column: 5,
  ...facts,
});

const references = [
  reference({}),
  reference({ target: { kind: 'file', path: '/site/posts/图.png', exists: true }, line: 2 }),
  reference({ document: 'posts/b.md', target: { kind: 'file', path: '/site/static/no.png', exists: false } }),
  reference({
    document: 'posts/b.md',
    target: { kind: 'data', uri: 'data:image/png;base64,…' },
    raw: 'data:image/png;base64,…',
  }),
  reference({ document: 'posts/b.md', target: { kind: 'unsupported', reason: 'dynamic' }, raw: '{src}' }),
];

/** As a scan gives them: a document's together. */
const byDocument = (list: readonly ImageReference[]) => [...groupBy(list, ({ document }) => document).values()];

async function render(format: ScanFormat, list: readonly ImageReference[] = references): Promise<string> {
  const view = { lang: 'en', color: false, verbose: false, width: 80, cwd: '/site' } as const;
  let text = '';
  for await (const piece of renderScan(byDocument(list), { format, ...view })) text += piece;
  return text;
}

async function validator(name: string) {
  const file = new URL(`../../config/schemas/${name}.schema.json`, import.meta.url);
  const schema: object = JSON.parse(await readFile(file, 'utf8'));
  return new Ajv2020({ strict: false }).compile(schema);
}

describe('renderScan', () => {
  it('writes a line a reference that fits its schema', async () => {
    const lines = (await render('ndjson')).trimEnd().split('\n');
    const validate = await validator('scan-line');
    expect(lines).toHaveLength(references.length);
    for (const line of lines) expect(validate(JSON.parse(line)), line).toBe(true);
    expect(JSON.parse(lines[0] ?? '')).toEqual({
      file: 'posts/a.md',
      line: 1,
      column: 5,
      start: 4,
      end: 9,
      syntax: 'inline',
      raw: 'a.png',
      url: 'https://old.example.com/a.png',
      kind: 'remote',
    });
    expect(JSON.parse(lines[1] ?? '')).toMatchObject({ url: 'posts/图.png', kind: 'file' });
  });

  it.each([0, 1, 5])('writes one JSON document of %d references', async (count) => {
    const whole: unknown = JSON.parse(await render('json', references.slice(0, count)));
    expect((await validator('scan'))(whole)).toBe(true);
    expect(whole).toMatchObject({ references: { length: count } });
  });

  it('gathers by post for a person, and counts', async () => {
    expect(await render('text')).toBe(
      [
        'posts/a.md',
        '  1:5  inline  https://old.example.com/a.png',
        '  2:5  inline  posts/图.png',
        '',
        'posts/b.md',
        '  1:5  inline  static/no.png  (not found)',
        '  1:5  inline  data',
        '  1:5  inline  {src}  (unsupported: made up when the page is built)',
        '',
        '5 references in 2 files: 1 remote, 2 local, 1 in the post itself, 1 unsupported',
        '',
      ].join('\n'),
    );
    expect(await render('text', [])).toMatch(/^0 references in 0 files/);
  });
});
