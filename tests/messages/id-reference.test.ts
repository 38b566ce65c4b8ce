import { describe, expect, it } from 'vitest';
import { catalogueOf } from '../../src/messages/catalogue-of.js';
import { knownIds, meaningsOf } from '../../src/messages/id-reference.js';

describe.each(['en', 'zh'] as const)('meaningsOf (%s)', (lang) => {
  it.each(knownIds())('says what %s means', (id) => {
    const meanings = meaningsOf(id, lang);
    expect(meanings.length).toBeGreaterThan(0);
    for (const { advice, text } of meanings) {
      expect(text).not.toMatch(/\[\[|\]\]|\{\w+\}/);
      expect(text.length).toBeGreaterThan(0);
      expect(advice).not.toBe('');
    }
  });
});

describe('every id of every catalogue', () => {
  const { checks, cdnFindings, errors, explanations, notes, reasons, terms, verdicts } = catalogueOf('en');
  const { labels: _, ...families } = catalogueOf('en'); // words of reports, no ids

  it('is one that can be asked for', () => {
    const known = { checks, cdnFindings, errors, explanations, notes, reasons, terms, verdicts };
    expect(Object.keys(families).sort()).toEqual(Object.keys(known).sort());
    const { explanations: rules, ...flat } = known;
    const ids = [...Object.values(flat), ...Object.values(rules)].flatMap((texts) => Object.keys(texts));
    expect(ids.filter((id) => !knownIds().includes(id))).toEqual([]);
  });
});

describe('meaningsOf', () => {
  it.each([
    ['OBJECT_CONFLICT', ['error']],
    ['hotlink-protected', ['verdict']],
    ['empty', ['verdict', 'reason', 'unsupported', 'term']],
    ['code-span', ['lookalike']],
    ['vault-name', ['resolution']],
    ['tag:hexo-img', ['syntax']],
    ['generator-recognised', ['note']],
    ['overwrite-guard', ['check']],
    ['no-extension', ['term']],
  ])('tells the kinds of %s', (id, families) => {
    expect(meaningsOf(id, 'en').map(({ family }) => family)).toEqual(families);
  });

  it.each(['nope', '', 'object_conflict', 'toString', 'constructor'])('knows nothing of %s', (id) => {
    expect(meaningsOf(id, 'en')).toEqual([]);
  });
});
