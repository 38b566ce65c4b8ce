import { describe, expect, it } from 'vitest';
import type { CheckedImage, CheckOutcome } from '../../src/core/check-outcome.js';
import { exitCodeForCheck } from '../../src/core/fold-check.js';
import { type VerdictLevel, verdictOf } from '../../src/core/verdict.js';

describe('verdictOf', () => {
  it('is ok without a reason', () => {
    expect(verdictOf([], { status: 200 })).toEqual({ level: 'ok', reasons: [], evidence: { status: 200 } });
  });

  it('takes the level of the worst reason, which comes first, and counts each once', () => {
    const verdict = verdictOf(['redirected', 'rate-limited', 'truncated', 'redirected'], {});
    expect(verdict).toMatchObject({ level: 'broken', reasons: ['truncated', 'rate-limited', 'redirected'] });
  });
});

describe('exitCodeForCheck', () => {
  const image = (verdict: VerdictLevel, isKnown?: true): CheckedImage => ({
    url: 'https://a.example/x.png',
    verdict,
    reasons: [],
    evidence: {},
    places: [],
    ...(isKnown ? { isKnown } : {}),
  });
  const outcome = (...images: CheckedImage[]): CheckOutcome => ({
    version: 1,
    command: 'check',
    images,
    unread: [],
    notes: [],
    totals: {
      documents: 1,
      images: images.length,
      places: 0,
      ok: 0,
      warn: 0,
      broken: 0,
      unverifiable: 0,
      known: 0,
      ignored: 0,
      remembered: 0,
      requests: 0,
      bytes: 0,
      elapsed: 1,
    },
  });

  it.each([
    ['broken', 'broken', 1],
    ['unverifiable', 'broken', 0],
    ['warn', 'broken', 0],
    ['unverifiable', 'unverifiable', 1],
    ['broken', 'unverifiable', 1],
    ['warn', 'unverifiable', 0],
    ['warn', 'warn', 1],
    ['ok', 'warn', 0],
    ['broken', 'never', 0],
  ] as const)('%s with --fail-on %s: %i', (level, failOn, code) => {
    expect(exitCodeForCheck(outcome(image(level)), failOn)).toBe(code);
  });

  it('lets what the baseline has pass', () => {
    expect(exitCodeForCheck(outcome(image('broken', true)), 'broken')).toBe(0);
  });

  it('fails where a post could not be read', () => {
    const unread = [{ file: 'a.md', error: { code: 'DOCUMENT_NOT_UTF8', facts: {} } }] as const;
    expect(exitCodeForCheck({ ...outcome(), unread }, 'broken')).toBe(1);
  });

  it('says that it was interrupted, or stopped', () => {
    expect(exitCodeForCheck({ ...outcome(image('broken')), interrupted: true }, 'broken')).toBe(130);
    const stopped = { code: 'LEDGER_LOCKED', facts: {} } as const;
    expect(exitCodeForCheck({ ...outcome(), stopped }, 'broken')).toBe(3);
  });
});
