import type { Language } from './catalogue.js';
import { sentence } from './sentence.js';

/** Says why an image is in its state, or what is wrong with it; an id that is not known is shown as it is. */
export function describeReason(reason: string, lang: Language): string {
  return sentence('{reason|reason}', { reason }, lang);
}
