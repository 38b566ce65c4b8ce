import { cdnFindingIds } from '../core/cdn-finding.js';
import { errorCodes } from '../core/errors.js';
import { lookalikeRules, sourceOfRule } from '../core/explanation.js';
import { verdictReasons } from '../core/verdict.js';
import type { Catalogue, Language } from './catalogue.js';
import { catalogueOf } from './catalogue-of.js';
import { describeCdnFinding, severityName } from './describe-cdn-finding.js';
import { describeVerdict, levelName } from './describe-verdict.js';
import { type ErrorCase, errorEntry } from './error-entry.js';
import type { LabelId } from './label-ids.js';
import { sentence } from './sentence.js';

/** One thing that an id stands for; some ids, such as `empty`, stand for several. */
export interface IdMeaning {
  readonly family: IdFamily;
  readonly text: string;
  /** Of a verdict's reason: how bad it is. */
  readonly level?: string;
  /** What to do. */
  readonly advice?: string;
  readonly expected?: string;
  /** What is said where a fact tells more. */
  readonly cases?: readonly ErrorCase[];
  /** What an error brings with it: an exit code, another try. */
  readonly consequence?: string;
  /** Where a rule comes from. */
  readonly source?: string;
}

/** Where ids that have one sentence have it. */
const sentences = {
  reason: ({ reasons }) => reasons,
  unsupported: ({ explanations }) => explanations.unsupported,
  lookalike: ({ explanations }) => explanations.lookalikes,
  resolution: ({ explanations }) => explanations.resolutions,
  syntax: ({ explanations }) => explanations.syntaxes,
  note: ({ notes }) => notes,
  term: ({ terms }) => terms,
} as const satisfies Record<string, (catalogue: Catalogue) => Readonly<Record<string, string>>>;

/** Its word is the label `family-…`. */
export type IdFamily = 'error' | 'verdict' | 'finding' | 'check' | keyof typeof sentences;

type FamilyLabel = Extract<LabelId, `family-${IdFamily}`>;

export const familyLabel = (family: IdFamily): FamilyLabel => `family-${family}`;

const sentenceFamilies = Object.keys(sentences) as readonly (keyof typeof sentences)[];

/** Everything that an id stands for; none where nobody knows it. A further kind of id is a further function here. */
export function meaningsOf(id: string, lang: Language): readonly IdMeaning[] {
  return [errorMeaning, verdictMeaning, findingMeaning, checkMeaning, ...sentenceFamilies.map(sentenceMeaning)].flatMap(
    (meaningIn) => meaningIn(id, lang) ?? [],
  );
}

/** Every id that can be asked for. */
export function knownIds(): readonly string[] {
  const catalogue = catalogueOf('en');
  const others = sentenceFamilies.flatMap((family) => Object.keys(sentences[family](catalogue)));
  const checks = Object.keys(catalogue.checks);
  return [...new Set([...errorCodes, ...verdictReasons, ...cdnFindingIds, ...checks, ...others])];
}

type MeaningIn = (id: string, lang: Language) => IdMeaning | undefined;

const errorMeaning: MeaningIn = (id, lang) => {
  const code = errorCodes.find((known) => known === id);
  if (code === undefined) return undefined;
  const { title, ...entry } = errorEntry(code, lang);
  return { family: 'error', text: title, ...entry };
};

const verdictMeaning: MeaningIn = (id, lang) => {
  const reason = verdictReasons.find((known) => known === id);
  if (reason === undefined) return undefined;
  const { advice, level, says } = describeVerdict(reason, {}, lang);
  return { family: 'verdict', text: says, advice, level: levelName(level, lang) };
};

const findingMeaning: MeaningIn = (id, lang) => {
  const found = cdnFindingIds.find((known) => known === id);
  if (found === undefined) return undefined;
  const { advice, says, severity } = describeCdnFinding(found, {}, lang);
  return { family: 'finding', text: says, advice, level: severityName(severity, lang) };
};

/** Its name, and what it says at each level; a problem has an error of its own. */
const checkMeaning: MeaningIn = (id, lang) => {
  const check = Object.entries(catalogueOf(lang).checks).find(([name]) => name === id)?.[1];
  if (check === undefined) return undefined;
  const cases = (['ok', 'warn', 'skipped'] as const).flatMap((condition) => {
    const text = sentence(check[condition], placeholders(check[condition]), lang);
    return text === '' ? [] : [{ condition, text }];
  });
  return { family: 'check', text: check.name, cases };
};

/** Facts that stand for themselves, so that a sentence can be shown without any: `STORE`. */
const placeholders = (template: string): Readonly<Record<string, string>> =>
  Object.fromEntries([...template.matchAll(/\{(\w+)/g)].map(([, name = '']) => [name, name.toUpperCase()]));

const sentenceMeaning =
  (family: keyof typeof sentences): MeaningIn =>
  (id, lang) => {
    const texts: Readonly<Record<string, string>> = sentences[family](catalogueOf(lang));
    const key = family === 'syntax' && id.startsWith('tag:') ? 'tag' : id;
    const text = Object.hasOwn(texts, key) ? texts[key] : undefined;
    if (text === undefined) return undefined;
    const rule = family === 'lookalike' ? lookalikeRules.find((known) => known === id) : undefined;
    return { family, text: sentence(text, {}, lang), ...(rule === undefined ? {} : { source: sourceOfRule(rule) }) };
  };
