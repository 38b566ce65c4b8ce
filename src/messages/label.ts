import type { Language } from './catalogue.js';
import { catalogueOf } from './catalogue-of.js';
import type { MessageFacts } from './fill-template.js';
import type { LabelId } from './label-ids.js';
import { sentence } from './sentence.js';

/** A word or a line of a report. */
export function label(id: LabelId, lang: Language, facts: MessageFacts = {}): string {
  return sentence(catalogueOf(lang).labels[id], facts, lang);
}
