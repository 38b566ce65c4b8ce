import { beforeEach, describe, expect, it } from 'vitest';
import type { Ledger } from '../../src/core/ledger.js';
import type { Replacement } from '../../src/core/replacement.js';
import { digestOf } from '../../src/lib/digest.js';
import { damaged, type TemporaryLedger, temporaryLedger } from './temporary-ledger.js';

let at: TemporaryLedger;
let ledger: Ledger;

beforeEach(async () => {
  at = await temporaryLedger();
  ledger = at.open();
});

describe('replacements', () => {
  const place = { run: 'r1', place: 'a.png', before: digestOf('a'), after: digestOf('b'), state: 'planned' } as const;
  const object: Replacement = { ...place, store: 's', place: 'k.png', successor: 'k.webp', original: 'old/k.png' };

  it('come back whole, those of a store beside those of files', () => {
    for (const one of [object, place]) ledger.recordReplacement(one);
    expect(at.onDisk().replacements('r1')).toEqual([place, object]);
    expect(ledger.replacements('r2')).toEqual([]);
    expect(ledger.plannedReplacements()).toEqual([place, object]);
  });

  it('stand once they are written, the newest before others', () => {
    for (const run of ['r2', 'r1', 'r3']) ledger.recordReplacement({ ...place, run });
    expect(ledger.standingReplacement(place)).toBeUndefined();
    for (const run of ['r1', 'r2']) ledger.setReplacementState({ ...place, run }, 'written');
    expect(at.onDisk().standingReplacement(place)).toEqual({ ...place, run: 'r2', state: 'written' });
    expect(ledger.standingReplacement({ ...place, store: 's' })).toBeUndefined();
    expect(ledger.plannedReplacements().map(({ run }) => run)).toEqual(['r3']);
    ledger.recordReplacement(object);
    ledger.setReplacementState(object, 'written');
    expect(ledger.standingReplacement(object)).toEqual({ ...object, state: 'written' });
  });

  it('are refused in a state that is none', () => {
    ledger.recordReplacement(place);
    at.write("UPDATE replacements SET state = 'lost'");
    expect(() => ledger.replacements('r1')).toThrow(damaged('lost'));
  });

  it('know what a file held when it was the same file', () => {
    ledger.recordContent('a.png', 'stamp', digestOf('a'));
    expect(ledger.contentOf('a.png', 'stamp')).toBe(digestOf('a'));
    expect(ledger.contentOf('a.png', 'later')).toBeUndefined();
    expect(ledger.contentOf('b.png', 'stamp')).toBeUndefined();
  });
});
