import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { VerdictLevel } from '../../src/core/verdict.js';
import { inspectImage } from '../../src/inspect/inspect-image.js';
import { type ChromiumJudge, chromiumPath, openChromiumJudge, type Shown } from '../support/inspect/chromium-judge.js';
import { buildImageKinds, type ImageKind, imageKindNames } from '../support/inspect/image-kinds.js';
import { flipAt, mangles } from '../support/inspect/mangles.js';
import { svgVariants, undrawnSvgs } from '../support/inspect/svg-variants.js';
import { createRandom } from '../support/random.js';

/**
 * Readers see what a browser paints. Whatever Chromium does not paint whole has to be broken, or a warning where it
 * paints something; whatever it paints whole must never be broken.
 */
const allowed: Readonly<Record<Shown['shows'], readonly VerdictLevel[]>> = {
  whole: ['ok', 'warn'],
  altered: ['warn', 'broken'],
  part: ['warn', 'broken'],
  nothing: ['broken'],
};

const seed = 20_261_124;

describe.skipIf(chromiumPath === undefined)(`Chromium (${chromiumPath ?? 'not installed'})`, () => {
  let judge: ChromiumJudge;
  let kinds: ReadonlyMap<string, ImageKind>;
  beforeAll(async () => {
    judge = await openChromiumJudge(chromiumPath ?? '');
    kinds = new Map((await buildImageKinds()).map((kind) => [kind.name, kind]));
    for (const kind of kinds.values()) await judge.learn(kind.name, kind);
  });
  afterAll(() => judge.close());

  function find(name: string): ImageKind {
    const kind = kinds.get(name);
    if (kind === undefined) throw new Error(`no image is called ${name}`);
    return kind;
  }

  /** What it shows, and the verdict's level, one beside the other. */
  async function ask(kind: ImageKind, bytes: Buffer): Promise<{ shown: Shown['shows']; level: VerdictLevel }> {
    const { shows } = await judge.compare(kind.name, { bytes, type: kind.type });
    const { verdict } = await inspectImage({ bytes }, { signal: AbortSignal.timeout(20_000), deep: true });
    return { shown: shows, level: verdict.level };
  }

  const unseen = ['empty', 'with HTML in it']; // nothing to see, and nothing that a canvas gives away
  const drawings = Object.entries({ ...svgVariants, ...undrawnSvgs }).filter(([name]) => !unseen.includes(name));
  it.each(drawings)('draws a drawing %s, or it is broken', async (name, bytes) => {
    const { shows } = await judge.learn(name, { bytes, type: 'image/svg+xml' });
    const { verdict } = await inspectImage({ bytes }, { signal: AbortSignal.timeout(20_000), deep: true });
    expect({ shows, level: verdict.level }).toEqual({ shows: name in svgVariants, level: shows ? 'ok' : 'broken' });
  });

  describe.each(imageKindNames)('%s', (name) => {
    it('is shown whole, and ok', async () => {
      const kind = find(name);
      expect(await ask(kind, kind.bytes)).toEqual({ shown: 'whole', level: 'ok' });
    });

    it('is judged as it is shown, whatever happens to the file', async () => {
      const kind = find(name);
      const wrong: unknown[] = [];
      for (const [accident, mangle] of Object.entries(mangles)) {
        const bytes = mangle(kind.bytes);
        const { shown, level } = await ask(kind, bytes);
        if (!allowed[shown].includes(level)) wrong.push({ accident, shown, level });
      }
      expect(wrong).toEqual([]);
    });

    it(`is judged as it is shown when a byte is flipped (seed ${seed})`, async () => {
      const kind = find(name);
      const random = createRandom(seed + kind.bytes.length);
      const wrong: unknown[] = [];
      for (const at of places(kind.bytes.length, random)) {
        if (at < declarationEnd(kind)) continue;
        const mask = random() < 0.5 ? 0xff : 1 << Math.floor(random() * 8);
        const { shown, level } = await ask(kind, flipAt(kind.bytes, at, mask));
        // another picture, in a file without a flaw: nobody can know that it was not meant
        if (shown !== 'altered' && !allowed[shown].includes(level)) wrong.push({ at, mask, shown, level });
      }
      expect(wrong).toEqual([]);
    });
  });
});

/** Chromium has two readers of XML, by version, which differ over what may stand in the declaration. */
function declarationEnd({ type, bytes }: ImageKind): number {
  return type === 'image/svg+xml' ? bytes.indexOf('?>') : 0;
}

/** Twelve in the header, twelve in all the rest. */
function places(length: number, random: () => number): readonly number[] {
  const header = Math.min(64, length);
  return Array.from({ length: 24 }, (_, index) => Math.floor(random() * (index < 12 ? header : length)));
}
