import { type Evidence, levelOf, type VerdictLevel, type VerdictReason } from '../core/verdict.js';
import type { Language } from './catalogue.js';
import { catalogueOf } from './catalogue-of.js';
import { label } from './label.js';
import { sayVerdict, type VerdictWords } from './say-verdict.js';

/** A reason of a verdict in a person's words. */
export interface VerdictDescription extends VerdictWords {
  readonly reason: VerdictReason;
  readonly level: VerdictLevel;
}

/** Says in words why an image has its verdict, and what to do. */
export function describeVerdict(reason: VerdictReason, evidence: Evidence, lang: Language): VerdictDescription {
  return { reason, level: levelOf(reason), ...sayVerdict(catalogueOf(lang).verdicts[reason], evidence, lang) };
}

/** A level's word. */
export const levelName = (level: VerdictLevel, lang: Language): string => label(`verdict-${level}`, lang);
