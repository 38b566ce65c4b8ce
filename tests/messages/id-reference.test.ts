import { describe, expect, it } from 'vitest';
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

describe('meaningsOf', () => {
  it.each([
    ['OBJECT_CONFLICT', ['error']],
    ['hotlink-protected', ['verdict']],
    ['empty', ['verdict', 'reason', 'unsupported']],
    ['code-span', ['lookalike']],
    ['vault-name', ['resolution']],
    ['tag:hexo-img', ['syntax']],
    ['generator-recognised', ['note']],
  ])('tells the kinds of %s', (id, families) => {
    expect(meaningsOf(id, 'en').map(({ family }) => family)).toEqual(families);
  });

  it.each(['nope', '', 'object_conflict', 'toString', 'constructor'])('knows nothing of %s', (id) => {
    expect(meaningsOf(id, 'en')).toEqual([]);
  });
});
