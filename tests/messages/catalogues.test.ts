import { describe, expect, it } from 'vitest';
import { errorCodes } from '../../src/core/errors.js';
import type { Catalogue, ErrorText } from '../../src/messages/catalogue.js';
import { catalogueOf } from '../../src/messages/catalogue-of.js';
import { describeError } from '../../src/messages/describe-error.js';
import { factNames } from '../../src/messages/fill-template.js';
import { termIds } from '../../src/messages/term-ids.js';

const english = catalogueOf('en');
const chinese = catalogueOf('zh');

/** Every sentence of a catalogue by its path. */
function sentencesOf(part: object, path = ''): [string, string][] {
  return Object.entries(part).flatMap(([key, value]) =>
    typeof value === 'string' ? [[`${path}/${key}`, value]] : sentencesOf(value, `${path}/${key}`),
  );
}

const chineseSentences = new Map(sentencesOf(chinese));
const pairs = sentencesOf(english).map(([path, text]): [string, string, string] => [
  path,
  text,
  chineseSentences.get(path) ?? 'missing',
]);

describe('the two catalogues', () => {
  it('have the same sentences', () => {
    expect([...chineseSentences.keys()].sort()).toEqual(pairs.map(([path]) => path).sort());
    expect(Object.keys(english.terms).sort()).toEqual([...termIds].sort());
  });

  it.each(pairs)('%s tells the same facts in both', (_, inEnglish, inChinese) => {
    expect([...new Set(factNames(inChinese))].sort()).toEqual([...new Set(factNames(inEnglish))].sort());
  });

  it('tell the states of images, which stand one after the other, without a comma of their own', () => {
    const listed = [english, chinese].flatMap(({ labels }) =>
      Object.entries(labels).filter(([id]) => id.startsWith('state-') && id !== 'state-verified'),
    );
    expect(listed.length).toBeGreaterThan(20);
    expect(listed.filter(([, text]) => /[,，]/.test(text))).toEqual([]);
  });

  it('say Chinese in Chinese', () => {
    const withoutChinese = [...chineseSentences].filter(([, text]) => !/\p{Script=Han}/u.test(text));
    const mayBe =
      /^\/terms\/(json|yaml|xml|dot-segment)$|progress-count|checks\/\w+(-\w+)*\/(ok|warn)$|\/(found|expected|seen\/\d)$/;
    expect(withoutChinese.map(([path]) => path).filter((path) => !mayBe.test(path))).toEqual([]);
  });

  it.each(['en', 'zh'] as const)('close every bracket (%s)', (lang) => {
    for (const [path, text] of sentencesOf(catalogueOf(lang) satisfies Catalogue)) {
      expect(text.split('[[').length, path).toBe(text.split(']]').length);
      expect(text.split('`').length % 2, path).toBe(1);
    }
  });
});

describe.each(['en', 'zh'] as const)('every error (%s)', (lang) => {
  it.each(errorCodes)('%s says what is wrong and what to do, without any facts', (code) => {
    const { title, advice } = describeError({ code, facts: {} }, lang);
    expect(title.length).toBeGreaterThan(3);
    expect(advice.length).toBeGreaterThanOrEqual(10);
    expect(title).not.toMatch(/…|[[\]{}]|[:：]$/);
  });

  it.each(errorCodes)('%s has only cases that ask for a fact, and none that one before it hides', (code) => {
    const { cases = {} }: ErrorText = catalogueOf(lang).errors[code];
    const conditions = Object.keys(cases);
    for (const [at, condition] of conditions.entries()) {
      expect(condition).toMatch(/^\w+(=.+)?$/);
      expect(conditions.slice(0, at)).not.toContain(condition.split('=')[0]);
    }
  });
});
