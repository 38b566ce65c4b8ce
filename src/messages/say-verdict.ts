import type { Evidence } from '../core/verdict.js';
import type { Language, VerdictText } from './catalogue.js';
import { factNames, type MessageFacts } from './fill-template.js';
import { punctuation } from './punctuation.js';
import { sentence } from './sentence.js';
import { shortenText } from './shorten-text.js';

export interface VerdictWords {
  /** A few words. */
  readonly name: string;
  /** What it means for a reader. */
  readonly says: string;
  /** What was seen, in few words; empty where there is nothing more to say. */
  readonly seen: string;
  /** What to do. */
  readonly advice: string;
}

/** A verdict's texts with what was seen. Facts come out of `evidence` printably; parts without their facts are left out. */
export function sayVerdict(text: VerdictText, evidence: Evidence, lang: Language): VerdictWords {
  const { name, says, seen = [], advice } = text;
  const facts: MessageFacts = Object.fromEntries(
    Object.entries(evidence).map(([fact, value]) => [fact, readable(value)]),
  );
  const told = seen.filter((part) => factNames(part).every((fact) => facts[fact] !== undefined));
  return {
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
