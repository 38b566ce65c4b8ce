import { readFile } from 'node:fs/promises';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, it } from 'vitest';
import { countTotals } from '../../src/core/fold-outcome.js';
import type { Outcome } from '../../src/core/outcome.js';
import { renderOutcome } from '../../src/report/render-outcome.js';
import { textWidth } from '../../src/report/text-width.js';
import type { View } from '../../src/report/view.js';
import { imageOutcome, sampleDryRun, sampleOutcome } from './sample-outcome.js';

const view: View = { lang: 'en', color: false, verbose: false, width: 90 };
const text = (outcome: Outcome, options: Partial<View> = {}) =>
  renderOutcome(outcome, { ...view, ...options, format: 'text' });

const schema: object = JSON.parse(
  await readFile(new URL('../../config/schemas/outcome.schema.json', import.meta.url), 'utf8'),
);
const validate = new Ajv2020({ strict: false, allErrors: true }).compile(schema);

const stopped: Outcome = {
  ...sampleOutcome,
  stopped: { code: 'STORE_UNREACHABLE', facts: { store: 'main', reason: 'ECONNREFUSED' } },
  interrupted: true,
};

describe('the text of an outcome', () => {
  it.each(['en', 'zh'] as const)('reads as it did (%s)', async (lang) => {
    await expect(text(sampleOutcome, { lang })).toMatchFileSnapshot(`golden/outcome.${lang}.txt`);
    await expect(text(sampleDryRun, { lang })).toMatchFileSnapshot(`golden/dry-run.${lang}.txt`);
  });

  it('names every failed image with its places, and its advice once', () => {
    const shown = text(sampleOutcome);
    expect(shown).toContain('posts/a.md:12:5');
    expect(shown).toContain('posts/b.md:3:1');
    expect(shown.match(/--remap/g)).toHaveLength(1);
  });

  it('counts objects as objects, and not as pictures', () => {
    const [, , counts] = text({ ...sampleOutcome, command: 'transfer' }, { lang: 'zh' }).split('\n');
    expect(counts).toBe('  6 个对象：1 个已存，1 个此前已存，1 个已就位，1 个跳过，2 个失败');
  });

  it.each(['migrate', 'optimize', 'repair'] as const)('of %s says that it found no image', (command) => {
    const nothing = { images: [], posts: [], leftBehind: [], notes: [], totals: countTotals([], [], 0) };
    const [, , counts] = text({ ...sampleOutcome, ...nothing, command }).split('\n');
    expect(counts).toBe('  0 images');
  });

  it('names the saved plan as what comes next', () => {
    const shown = text(sampleDryRun, { plan: 'my plans/a.json' });
    expect(shown).toContain("imgferry apply 'my plans/a.json'   carry this plan out");
    expect(shown).not.toContain('--write');
  });

  it('says what stopped it, and how to go on', () => {
    expect(text(stopped)).toMatch(
      /Stopped before the end\n.*“main” can’t be reached[\s\S]*Interrupted[\s\S]*the same command again/,
    );
  });

  it('says nothing but the error where nothing was begun', () => {
    const error = { code: 'STORE_UNKNOWN', facts: { name: 'nowhere', known: ['main'] } } as const;
    const nothing = { images: [], posts: [], leftBehind: [], notes: [], totals: countTotals([], [], 0) };
    const outcome = { ...sampleOutcome, ...nothing, stopped: error };
    expect(text(outcome)).toMatch(
      /^✗ There is no such store: “nowhere”\n {2}expected: one of main, or file:DIR[^→]*\n {2}→ Check/,
    );
    expect(text(outcome)).not.toContain('Next');
  });

  it('says what was done before an error of the configuration, though no image of it needs anybody', () => {
    const error = { code: 'STORE_UNKNOWN', facts: { name: 'nowhere', known: ['main'] } } as const;
    const outcome = { ...sampleOutcome, images: [], posts: [], stopped: error };
    expect(text(outcome)).toContain('Next');
  });

  it.each([40, 60, 100])('keeps sentences within %d columns', (width) => {
    for (const lang of ['en', 'zh'] as const) {
      const prose = text(stopped, { lang, width })
        .split('\n')
        .filter((line) => !/https?:|imgferry|`|\.md:\d/.test(line));
      for (const line of prose) expect(textWidth(line), line).toBeLessThanOrEqual(width);
    }
  });

  it('has escape sequences only where colours are wanted', () => {
    expect(text(sampleOutcome)).not.toContain('\u001b');
    expect(text(sampleOutcome, { color: true })).toContain('\u001b[31m');
  });

  it('lets no address move the cursor', () => {
    const url = 'https://h/a\u001b[2J.png';
    const error = { code: 'HTTP_STATUS', facts: { url, status: 404 } } as const;
    const images = [imageOutcome({ url, state: 'failed', error })];
    const leftBehind = [{ file: 'a\u001b[2J.md', line: 1, column: 1, url, reason: 'failed' }] as const;
    expect(text({ ...sampleOutcome, images, leftBehind }, { verbose: true })).not.toContain('\u001b');
  });

  it('shows a few of many, and all of them when asked', () => {
    const error = { code: 'DNS_FAILED', facts: { host: 'h' } } as const;
    const images = Array.from({ length: 400 }, (_, n) =>
      imageOutcome({ url: `https://h/${n}.png`, state: 'failed', error }),
    );
    const outcome = { ...sampleOutcome, images, leftBehind: [] };
    expect(text(outcome)).toContain('… and 392 more');
    expect(text(outcome).split('\n').length).toBeLessThan(40);
    expect(text(outcome, { verbose: true })).toContain('https://h/399.png');
  });

  it('names what is at the target alone, and who moves it where only one end has an account', () => {
    const images = [imageOutcome({ url: 'https://h/extra.txt', state: 'skipped', reason: 'only-at-target' })];
    const notes = [{ id: 'transfer-accounts', facts: { target: 'LTAI…ey02' } }] as const;
    const totals = {
      ...sampleOutcome.totals,
      images: 6,
      inPlace: 2,
      skipped: 3,
      failed: 1,
      planned: 0,
      stored: 0,
      reused: 0,
    };
    const transfer = { ...sampleOutcome, command: 'transfer', dryRun: true, images, leftBehind: [], notes, totals };
    const compared = text({ ...transfer, isComparison: true });
    expect(compared).toMatch(/Only at the target \(3\)\n {2}https:\/\/h\/extra\.txt\n {2}… and 2 more/);
    expect(compared).toMatch(/^imgferry transfer · comparison: nothing was changed\n/);
    expect(compared).toContain('6 objects: 2 the same, 1 missing or different, 3 only at the target');
    expect(compared).toContain('Accounts · LTAI…ey02 at the target.');
  });

  it('says that a transfer found no object', () => {
    const totals = Object.fromEntries(Object.keys(sampleOutcome.totals).map((name) => [name, 0]));
    const outcome = { ...sampleOutcome, command: 'transfer', images: [], leftBehind: [], notes: [] };
    expect(text({ ...outcome, totals: { ...sampleOutcome.totals, ...totals } })).toMatch(/\n {2}0 objects\n/);
  });

  it('puts back what undo put back', () => {
    const posts = [{ file: 'posts/a.md', edits: 3, state: 'restored' }] as const;
    const undo: Outcome = {
      ...sampleOutcome,
      command: 'undo',
      images: [],
      posts,
      leftBehind: [],
      notes: [],
      totals: { ...sampleOutcome.totals, images: 0, failed: 0, stored: 0, postsRefused: 0 },
    };
    expect(text(undo)).toContain('3 links put back in 1 post');
    expect(text(undo)).not.toContain('imgferry undo 2025');
  });
});

describe('the JSON of an outcome', () => {
  const json = (outcome: Outcome): unknown => JSON.parse(renderOutcome(outcome, { ...view, format: 'json' }));

  it.each([
    ['a run', sampleOutcome],
    ['a dry run', sampleDryRun],
    ['a run that was stopped', stopped],
  ])('of %s fits its schema', (_, outcome) => {
    expect(validate(json(outcome)), JSON.stringify(validate.errors)).toBe(true);
  });

  it('has the names that scripts rely on, and null for what is not known', () => {
    expect(json(sampleDryRun)).toMatchObject({
      version: 1,
      run: null,
      dryRun: true,
      images: expect.arrayContaining([
        expect.objectContaining({ state: 'planned', reason: null, key: null, bytesBefore: null, error: null }),
      ]),
    });
    expect(json(sampleOutcome)).toMatchObject({
      images: expect.arrayContaining([
        expect.objectContaining({
          url: 'https://old.example.com/gone.png',
          error: {
            code: 'HTTP_STATUS',
            message: expect.stringContaining('HTTP 404'),
            facts: { url: 'https://old.example.com/gone.png', status: 404 },
          },
        }),
      ]),
    });
  });
});
