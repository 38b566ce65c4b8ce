import type { CheckFinding } from '../core/finding.js';
import type { Language } from './catalogue.js';
import { catalogueOf } from './catalogue-of.js';
import { describeError } from './describe-error.js';
import { sentence } from './sentence.js';

/** What a check of `doctor` is called, and what it saw. */
export interface FindingDescription {
  readonly name: string;
  readonly text: string;
}

/** Says what `doctor` found in words. */
export function describeFinding({ id, level, facts, error }: CheckFinding, lang: Language): FindingDescription {
  const check = catalogueOf(lang).checks[id];
  if (level === 'problem') return { name: check.name, text: error ? describeError(error, lang).title : '' };
  return { name: check.name, text: sentence(check[level], facts, lang) };
}
