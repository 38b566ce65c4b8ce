import { describe, expect, it } from 'vitest';
import { type Evidence, type VerdictReason, verdictReasons } from '../../src/core/verdict.js';
import { catalogueOf } from '../../src/messages/catalogue-of.js';
import { describeReason } from '../../src/messages/describe-reason.js';
import { describeVerdict } from '../../src/messages/describe-verdict.js';
import { factNames } from '../../src/messages/fill-template.js';

describe.each(['en', 'zh'] as const)('every reason of a verdict (%s)', (lang) => {
  it.each(verdictReasons)('%s has a name, what it means and what to do, without any facts', (reason) => {
    const { name, says, seen, advice } = describeVerdict(reason, {}, lang);
    expect(name).toMatch(/^.{2,40}$/);
    expect(says).toMatch(/^.{8,}[.。]$/);
    expect(advice).toMatch(/^.{6,}[.。…？?]$/);
    expect(seen).toBe('');
    const { name: nameText, says: saysText, advice: adviceText } = catalogueOf(lang).verdicts[reason];
    expect([nameText, saysText, adviceText].flatMap(factNames)).toEqual([]);
  });

  it('calls no two reasons the same', () => {
    const names = verdictReasons.map((reason) => describeVerdict(reason, {}, lang).name);
    expect(new Set(names).size).toBe(names.length);
  });
});

describe('describeVerdict', () => {
  it.each<[VerdictReason, Evidence, string]>([
    ['not-found', { status: 404 }, 'HTTP 404'],
    ['dns-failure', { host: 'gone.example', code: 'ENOTFOUND' }, 'gone.example, no such name (ENOTFOUND)'],
    ['dns-failure', { code: 'EAI_AGAIN' }, 'the name server does not answer (EAI_AGAIN)'],
    ['no-answer', { host: 'slow.example', ms: 30_000 }, 'slow.example, none within 30 s'],
    ['redirect-loop', { hops: ['301 https://a/', '301 https://b/'] }, '301 https://a/, 301 https://b/'],
    ['length-mismatch', { expected: 12_000, found: 8_000 }, '12.0 KB promised, 8.0 KB came'],
    ['not-an-image', { found: 'html', firstBytes: '<!doctype' }, 'an HTML page, starts with <!doctype'],
    ['truncated', { format: 'jpeg', decoder: 'premature end' }, 'JPEG, “premature end”'],
    [
      'svg-not-rendered',
      { found: 'undefined-entity', line: 3 },
      'an entity that is not defined, such as &nbsp;, line 3',
    ],
    ['too-many-pixels', { width: 40_000, height: 30_000 }, '40000 × 30000'],
    ['type-mismatch', { format: 'webp', contentType: 'image/png' }, 'WEBP as image/png'],
  ])('tells what was seen of %s from %j', (reason, evidence, seen) => {
    expect(describeVerdict(reason, evidence, 'en').seen).toBe(seen);
  });

  it('lets nothing from outside move a cursor', () => {
    const { seen } = describeVerdict('redirected', { location: 'https://h/\u001b[2J\r\n\u202e' }, 'en');
    expect(seen).toBe('now https://h/\\u001b[2J\\u000d\\u000a\\u202e');
  });
});

describe('describeReason', () => {
  it.each([
    ['truncated', 'cut off'],
    ['not-an-image', 'not an image'],
    ['host-skipped', 'its host was skipped'],
    ['of-the-future', 'of-the-future'],
    ['constructor', 'constructor'],
  ])('words %s', (reason, words) => {
    expect(describeReason(reason, 'en')).toBe(words);
  });
});

it('claims no tries of a host that took all the time there was for one', () => {
  expect(describeVerdict('no-answer', {}, 'en').advice).not.toContain('several times');
  expect(describeVerdict('no-answer', {}, 'zh').advice).not.toContain('多次');
});
