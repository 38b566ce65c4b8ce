import fc from 'fast-check';

/** How often a property is tried: `npm run torture` says how often in its long form, and with which seed. */
export function fuzzing(runs: number): { readonly numRuns: number; readonly seed?: number } {
  const { IMGFERRY_FUZZ, IMGFERRY_SEED } = process.env;
  return {
    numRuns: Number(IMGFERRY_FUZZ ?? runs),
    ...(IMGFERRY_SEED === undefined ? {} : { seed: Number(IMGFERRY_SEED) }),
  };
}

/** What happens to a text on its way: where in it, from 0 to 1, and what. */
interface Damage {
  readonly kind: 'cut' | 'drop' | 'twice' | 'insert' | 'replace' | 'swap';
  readonly at: number;
  readonly length: number;
  readonly text: string;
}

/** A real sample that was damaged in one to four places, with words that break grammars. */
export function damaged(samples: readonly string[], words: readonly string[]): fc.Arbitrary<string> {
  const damage: fc.Arbitrary<Damage> = fc.record({
    kind: fc.constantFrom('cut', 'drop', 'twice', 'insert', 'replace', 'swap'),
    at: fc.double({ min: 0, max: 1, noNaN: true }),
    length: fc.integer({ min: 1, max: 40 }),
    text: fc.oneof(fc.constantFrom(...words), fc.string({ unit: 'binary', maxLength: 5 })),
  });
  return fc
    .tuple(fc.constantFrom(...samples), fc.array(damage, { minLength: 1, maxLength: 4 }))
    .map(([sample, damages]) => damages.reduce(inflict, sample));
}

function inflict(text: string, { kind, at, length, text: word }: Damage): string {
  const start = Math.floor(at * text.length);
  const [before, piece, after] = [text.slice(0, start), text.slice(start, start + length), text.slice(start + length)];
  switch (kind) {
    case 'cut':
      return before;
    case 'drop':
      return before + after;
    case 'twice':
      return before + piece + piece + after;
    case 'insert':
      return before + word + piece + after;
    case 'replace':
      return before + word + after;
    case 'swap':
      return after + piece + before;
  }
}
