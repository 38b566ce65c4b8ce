import type { Note } from '../core/outcome.js';
import type { Language } from './catalogue.js';
import { catalogueOf } from './catalogue-of.js';
import { sentence } from './sentence.js';

/** Says a note in a sentence. */
export function describeNote({ id, facts }: Note, lang: Language): string {
  return sentence(catalogueOf(lang).notes[id], facts, lang);
}
