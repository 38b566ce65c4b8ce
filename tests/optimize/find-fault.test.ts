import { describe, expect, it } from 'vitest';
import type { KeepReason } from '../../src/core/keep-reason.js';
import type { EncodingPolicy } from '../../src/optimize/encoding-policy.js';
import type { EncodingWay } from '../../src/optimize/encoding-try.js';
import { findFault, type ResultFacts } from '../../src/optimize/find-fault.js';
import { policyOf } from './picture-facts.js';

const avif = { format: 'avif', quality: 70, effort: 2 } as const;
const exact: EncodingWay = { kind: 'exact', attempt: { format: 'webp', lossless: true, effort: 4 } };
const unmeasured: EncodingWay = { kind: 'unmeasured', attempt: avif };
const searched: EncodingWay = { kind: 'searched', start: avif, from: 1, to: 99, tries: 3, slack: 3, maxError: 64 };
const good: ResultFacts = { bytes: 500, showsTheSame: true, score: 90, largestError: 20 };
const fixed: Partial<EncodingPolicy> = { quality: 70 };

function faultOf(
  way: EncodingWay,
  result: Partial<ResultFacts>,
  policy: Partial<EncodingPolicy> = {},
  isScaled = false,
): KeepReason | undefined {
  return findFault(way, { ...good, ...result }, { bytes: 1000 }, policyOf({ effort: 'balanced', ...policy }), isScaled);
}

describe('findFault', () => {
  it.each<[string, EncodingWay, Partial<ResultFacts>, Partial<EncodingPolicy>, KeepReason]>([
    ['loses something and saves less than a tenth', searched, { bytes: 901 }, {}, 'saves-too-little'],
    ['loses nothing and saves less than a twentieth', exact, { bytes: 951, largestError: 0 }, {}, 'saves-too-little'],
    ['was asked for and saves less than a twentieth', unmeasured, { bytes: 951 }, fixed, 'saves-too-little'],
    ['moves otherwise', searched, { showsTheSame: false }, {}, 'animation'],
    ['looks worse than asked for', searched, { score: 79.9 }, {}, 'below-target'],
    ['looks worse than more was asked for', searched, { score: 89.9 }, { target: 90 }, 'below-target'],
    ['has pixels too far off', searched, { score: 100, largestError: 65 }, {}, 'error-too-large'],
    ['was to be exact and is not', exact, { score: 100, largestError: 1 }, {}, 'pixels-differ'],
  ])('refuses a result that %s', (_, way, result, policy, reason) => {
    expect(faultOf(way, result, policy)).toBe(reason);
  });

  it.each<[string, EncodingWay, Partial<ResultFacts>, Partial<EncodingPolicy>]>([
    ['saves a tenth and looks good', searched, { bytes: 900, score: 80, largestError: 64 }, {}],
    ['is exact and saves a twentieth', exact, { bytes: 950, score: 100, largestError: 0 }, {}],
    ['is what a person fixed, however it looks', unmeasured, { bytes: 950, score: 10, largestError: 200 }, fixed],
  ])('takes a result that %s', (_, way, result, policy) => {
    expect(faultOf(way, result, policy)).toBeUndefined();
  });

  it('takes fewer bytes, however few, where the picture was to be scaled down', () => {
    expect(faultOf(searched, { bytes: 999 }, {}, true)).toBeUndefined();
    expect(faultOf(searched, { bytes: 1000 }, {}, true)).toBe('saves-too-little');
  });
});
