import { errorCodes } from '../core/errors.js';
import { lookalikeRules, sourceOfRule } from '../core/explanation.js';
import type { Catalogue, Language } from './catalogue.js';
import { catalogueOf } from './catalogue-of.js';
import { type ErrorEntry, errorEntry } from './error-entry.js';
import type { LabelId } from './label-ids.js';
import { sentence } from './sentence.js';

/** One thing that an id stands for; some ids, such as `empty`, stand for several. */
export interface IdMeaning {
  readonly family: IdFamily;
  /** Of an error: all that is said of it. Of anything else its sentence. */
  readonly text: string;
  readonly error?: ErrorEntry;
  /** Where the rule comes from. */
  readonly source?: string;
}

/** Where the sentences of ids are; a further kind of id is a line here and its word in `labels`. */
const families = {
  reason: ({ reasons }) => reasons,
  unsupported: ({ explanations }) => explanations.unsupported,
  lookalike: ({ explanations }) => explanations.lookalikes,
  resolution: ({ explanations }) => explanations.resolutions,
  syntax: ({ explanations }) => explanations.syntaxes,
  note: ({ notes }) => notes,
} as const satisfies Record<string, (catalogue: Catalogue) => Readonly<Record<string, string>>>;

/** Its word is the label `family-…`. */
export type IdFamily = 'error' | keyof typeof families;

type FamilyLabel = Extract<LabelId, `family-${IdFamily}`>;

export const familyLabel = (family: IdFamily): FamilyLabel => `family-${family}`;

const familyNames = Object.keys(families) as readonly (keyof typeof families)[];

/** Everything that an id stands for, errors first; none where nobody knows it. */
export function meaningsOf(id: string, lang: Language): readonly IdMeaning[] {
  const code = errorCodes.find((known) => known === id);
  const error = code && errorEntry(code, lang);
  const others = familyNames.flatMap((family): IdMeaning[] => {
    const texts: Readonly<Record<string, string>> = families[family](catalogueOf(lang));
    const text = Object.hasOwn(texts, id) ? texts[id] : undefined;
    if (text === undefined) return [];
    const rule = family === 'lookalike' ? lookalikeRules.find((known) => known === id) : undefined;
    return [{ family, text: sentence(text, {}, lang), ...(rule === undefined ? {} : { source: sourceOfRule(rule) }) }];
  });
  return [...(error ? [{ family: 'error' as const, text: error.title, error }] : []), ...others];
}

/** Every id that can be asked for. */
export function knownIds(): readonly string[] {
  const catalogue = catalogueOf('en');
  return [...new Set([...errorCodes, ...familyNames.flatMap((family) => Object.keys(families[family](catalogue)))])];
}
