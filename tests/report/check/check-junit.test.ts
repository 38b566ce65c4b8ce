import { execFileSync, spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { renderCheck } from '../../../src/report/check/render-check.js';
import { samples } from '../../contract/reporters/samples.js';
import { temporaryFolder } from '../../support/temporary-folder.js';
import { checkedImage, checkOutcome, reading } from './sample-check.js';

const schema = fileURLToPath(new URL('../../fixtures/junit/jenkins-junit.xsd', import.meta.url));
const hasXmllint = spawnSync('xmllint', ['--version']).status === 0;

describe.skipIf(!hasXmllint)('JUnit by the schema of Jenkins (xmllint)', () => {
  it.each(Object.keys(samples))('is valid: %s', async (name) => {
    const file = join(await temporaryFolder(), 'report.xml');
    writeFileSync(file, renderCheck(samples[name] ?? checkOutcome([]), { ...reading(), format: 'junit' }));
    execFileSync('xmllint', ['--noout', '--schema', schema, file], { stdio: ['ignore', 'ignore', 'pipe'] });
  });
});

describe('the test cases', () => {
  const outcome = checkOutcome([
    checkedImage('https://h/fine.png'),
    checkedImage('https://h/gone.png', ['gone'], { evidence: { status: 410 } }),
    checkedImage('https://h/old.png', ['gone'], { isKnown: true }),
    checkedImage('https://h/busy.png', ['rate-limited']),
    checkedImage('https://h/moved.png', ['redirected'], { evidence: { location: 'https://h/new.png' } }),
  ]);
  const caseOf = (name: string, failOn: 'broken' | 'warn' | 'never'): string => {
    const xml = renderCheck(outcome, { ...reading({ failOn }), format: 'junit' });
    return new RegExp(`name="https://h/${name}.png"[\\s\\S]*?(?=<testcase|</testsuite>)`).exec(xml)?.[0] ?? '';
  };

  it.each([
    ['fine', 'broken', /^name="[^"]*"\/>/],
    ['gone', 'broken', /<failure message="gone for good \(HTTP 410\)" type="gone">https:\/\/h\/gone.png/],
    ['gone', 'never', /<system-out>/],
    ['old', 'broken', /<skipped>known before/],
    ['old', 'warn', /<skipped>known before/],
    ['busy', 'broken', /<skipped>/],
    ['busy', 'warn', /<failure/],
    ['moved', 'broken', /<system-out>https:\/\/h\/moved.png \(now https:\/\/h\/new.png\)/],
    ['moved', 'warn', /<failure/],
  ] as const)('of %s with --fail-on %s', (name, failOn, expected) => {
    expect(caseOf(name, failOn)).toMatch(expected);
  });
});
