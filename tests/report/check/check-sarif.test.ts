import { describe, expect, it } from 'vitest';
import type { CheckOutcome } from '../../../src/core/check-outcome.js';
import type { CheckReportOptions } from '../../../src/report/check/check-report-options.js';
import { renderCheck } from '../../../src/report/check/render-check.js';
import { sarifRun } from '../../contract/reporters/read-sarif.js';
import { checkedImage, checkOutcome, reading, sampleCheck } from './sample-check.js';

const runOf = (outcome: CheckOutcome, options: Partial<CheckReportOptions> = {}) =>
  sarifRun(renderCheck(outcome, { ...reading(options), format: 'sarif' }));

describe('SARIF', () => {
  it('has paths from the repository’s root, percent-encoded, and the other places as links', () => {
    const image = checkedImage('https://h/[a].png', ['not-found'], {
      evidence: { status: 404 },
      places: [
        { file: '旅行/a b#1.md', line: 3, column: 7 },
        { file: 'c[d].md', line: 9, column: 1 },
      ],
    });
    const [result] = runOf(checkOutcome([image]), { repositoryPath: 'site/' }).results;
    expect(result?.locations).toEqual([
      {
        physicalLocation: {
          artifactLocation: { uri: 'site/%E6%97%85%E8%A1%8C/a%20b%231.md', uriBaseId: '%SRCROOT%' },
          region: { startLine: 3, startColumn: 7 },
        },
      },
    ]);
    expect(result?.relatedLocations).toMatchObject([{ id: 1 }]);
    expect(result?.message.text).toMatch(
      /^https:\/\/h\/\\\[a\\\]\.png · not there \(HTTP 404\) · .* · \[c\\\[d\\\]\.md:9\]\(1\)$/,
    );
  });

  it('maps levels, marks what the baseline has, and leaves fine images out', () => {
    const { results, tool } = runOf(sampleCheck);
    expect(new Set(results.map(({ ruleId, level }) => `${ruleId} ${level}`))).toEqual(
      new Set([
        'not-found error',
        'truncated error',
        'file-case error',
        'not-an-image error',
        'rate-limited note',
        'redirected warning',
        'attachment warning',
      ]),
    );
    expect(results.filter(({ suppressions }) => suppressions !== undefined)).toHaveLength(1);
    expect(tool.driver.rules).toHaveLength(7);
  });

  it('keeps an image’s fingerprint whatever stands around it', () => {
    const image = checkedImage('https://h/a.png', ['gone']);
    const moved = { ...image, places: [{ file: 'other.md', line: 99, column: 1 }] };
    const others = [checkedImage('https://h/0.png', ['gone']), checkedImage('https://h/z.png', ['redirected'])];
    const fingerprint = (outcome: CheckOutcome) =>
      runOf(outcome).results.find(({ message }) => message.text.startsWith('https://h/a.png'))?.partialFingerprints;
    expect(fingerprint(checkOutcome([image]))).toEqual(fingerprint(checkOutcome([...others, moved])));
  });

  it('says what stopped it, and leaves out what GitHub would not take', () => {
    const images = Array.from({ length: 25_002 }, (_, n) => checkedImage(`https://h/${n}.png`, ['gone']));
    const [invocation] = runOf(
      checkOutcome([], { images, interrupted: true, stopped: { code: 'DISK_FULL', facts: {} } }),
    ).invocations;
    expect(invocation).toMatchObject({ executionSuccessful: false });
    expect(invocation?.toolExecutionNotifications.map(({ level }) => level)).toEqual(['error', 'warning', 'warning']);
    expect(invocation?.toolExecutionNotifications.at(-1)?.message.text).toMatch(/^2 images are left out/);
  });
});
