import { escapeMarkup } from '../../lib/escape-markup.js';
import type { Language } from '../../messages/catalogue.js';
import type { MessageFacts } from '../../messages/fill-template.js';
import { label } from '../../messages/label.js';
import type { LabelId } from '../../messages/label-ids.js';

export interface RunReportOptions {
  readonly lang: Language;
  /** Of the program. */
  readonly version: string;
}

/** The catalogue's words, for a page of HTML. */
export interface RunWords {
  readonly lang: Language;
  /** Escaped. */
  say(id: LabelId, facts?: MessageFacts): string;
  plain(id: LabelId, facts?: MessageFacts): string;
}

export function createRunWords(lang: Language): RunWords {
  const plain: RunWords['plain'] = (id, facts) => label(id, lang, facts);
  return { lang, plain, say: (id, facts) => escapeMarkup(plain(id, facts)) };
}
