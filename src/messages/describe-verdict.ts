import { type Evidence, levelOf, type VerdictLevel, type VerdictReason } from '../core/verdict.js';
import type { Language } from './catalogue.js';
import { catalogueOf } from './catalogue-of.js';
import { factNames, type MessageFacts } from './fill-template.js';
import { label } from './label.js';
import { punctuation } from './punctuation.js';
import { sentence } from './sentence.js';
import { shortenText } from './shorten-text.js';

/** A reason of a verdict in a person's words. */
export interface VerdictDescription {
  readonly reason: VerdictReason;
  readonly level: VerdictLevel;
  /** A few words. */
  readonly name: string;
  /** What it means for a reader. */
  readonly says: string;
  /** What was seen, in few words; empty where there is nothing more to say. */
  readonly seen: string;
  /** What to do. */
  readonly advice: string;
}

/** Says in words why an image has its verdict, and what to do. Facts come out of `evidence` printably. */
export function describeVerdict(reason: VerdictReason, evidence: Evidence, lang: Language): VerdictDescription {
  const { name, says, seen = [], advice } = catalogueOf(lang).verdicts[reason];
  const facts: MessageFacts = Object.fromEntries(
    Object.entries(evidence).map(([fact, value]) => [fact, readable(value)]),
  );
  const told = seen.filter((part) => factNames(part).every((fact) => facts[fact] !== undefined));
  return {
    reason,
    level: levelOf(reason),
    name: sentence(name, {}, lang),
    says: sentence(says, {}, lang),
    seen: told.map((part) => sentence(part, facts, lang)).join(punctuation[lang].comma),
    advice: sentence(advice, {}, lang),
  };
}

/** Servers decide how long these are. */
function readable(value: Evidence[string]): Evidence[string] {
  if (typeof value === 'string') return shortenText(value);
  return typeof value === 'object' ? value.map(shortenText) : value;
}

/** A level's word. */
export const levelName = (level: VerdictLevel, lang: Language): string => label(`verdict-${level}`, lang);
