import type { UnreadDocument } from '../../core/check-outcome.js';
import type { ErrorReport } from '../../core/errors.js';
import type { Language } from '../../messages/catalogue.js';
import { describeError } from '../../messages/describe-error.js';

/** Why a post could not be read, with its path among the facts: advice names it. */
export const unreadError = ({ file, error }: UnreadDocument): ErrorReport => ({
  code: error.code,
  facts: { path: file, ...error.facts },
});

/** The same in one line, for where the path stands before it. */
export function unreadMessage(document: UnreadDocument, lang: Language): string {
  const { title, advice } = describeError(unreadError(document), lang);
  return `${title} · ${advice}`;
}
