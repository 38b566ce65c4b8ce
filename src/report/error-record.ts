import type { ErrorReport } from '../core/errors.js';
import type { Language } from '../messages/catalogue.js';
import { errorMessage } from '../messages/describe-error.js';

/** An error for scripts: `message` is for people, code and facts are permanent. Null where there is none. */
export function errorRecord(error: ErrorReport | undefined, lang: Language) {
  return error ? { code: error.code, message: errorMessage(error, lang), facts: error.facts } : null;
}
