import { describe, expect, it } from 'vitest';
import { type CdnNameOutcome, type CdnOutcome, countNames } from '../../../src/core/cdn-outcome.js';
import { renderSubmission } from '../../../src/report/cdn/render-submission.js';

const view = { lang: 'en', color: false, verbose: false, width: 100 } as const;

const rendered = (names: readonly CdnNameOutcome[], more: Partial<CdnOutcome> = {}): string => {
  const outcome: CdnOutcome = {
    version: 1,
    command: 'cdn refresh',
    dryRun: false,
    provider: 'aliyun',
    names,
    quota: [{ action: 'refresh', target: 'url', remaining: 10, limit: 10 }],
    notes: [],
    totals: countNames(names, { calls: 1, elapsed: 5 }),
    ...more,
  };
  return renderSubmission(outcome, { format: 'text', ...view });
};

const sent: CdnNameOutcome = { name: 'https://img.example.com/a.png', target: 'url', state: 'sent', at: 0, task: '7' };

describe('what was sent to a CDN', () => {
  it('names the quota as what it was before', () => {
    expect(rendered([sent])).toContain('quota left today, before this: 10 of 10');
    expect(rendered([{ ...sent, state: 'planned' }], { dryRun: true })).toContain('quota left today: 10 of 10');
  });

  it('points at the tasks only where there is one', () => {
    expect(rendered([sent])).toContain('imgferry cdn status');
    const { task: _, ...withoutTask } = sent;
    expect(rendered([withoutTask])).not.toContain('imgferry cdn status');
  });

  it('says nothing of addresses and quota where it came to none', () => {
    const stopped = { code: 'CDN_UNREACHABLE', facts: { host: 'cdn.example.com' } } as const;
    const text = rendered([], { stopped, quota: [] });
    expect(text).toContain('cdn.example.com');
    expect(text).not.toMatch(/0 addresses|quota/);
    expect(rendered([])).toMatch(/^ {2}0 addresses$/m);
  });
});
