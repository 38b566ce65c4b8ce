import type { CheckOutcome } from '../../../core/check-outcome.js';
import { errorMessage } from '../../../messages/describe-error.js';
import { describeNote } from '../../../messages/describe-note.js';
import { label } from '../../../messages/label.js';
import type { CheckReportOptions } from '../check-report-options.js';
import { unreadMessage } from '../describe-unread.js';
import { plainMessage, type SarifLocation, sarifLocation } from './sarif-parts.js';

interface SarifNotification {
  readonly level: 'error' | 'warning' | 'note';
  readonly message: { readonly text: string };
  readonly locations?: readonly SarifLocation[];
}

/** What there is to say of the check itself (SARIF 3.20.21): what stopped it, posts that could not be read, notes. */
export function sarifNotifications(
  { interrupted, notes, stopped, unread }: Pick<CheckOutcome, 'interrupted' | 'notes' | 'stopped' | 'unread'>,
  leftOut: number,
  options: CheckReportOptions,
): readonly SarifNotification[] {
  const { lang } = options;
  const say = (level: SarifNotification['level'], text: string): SarifNotification => ({
    level,
    message: { text: plainMessage(text) },
  });
  return [
    ...(stopped ? [say('error', errorMessage(stopped, lang))] : []),
    ...(interrupted ? [say('warning', label('check-interrupted', lang))] : []),
    ...(leftOut > 0 ? [say('warning', label('check-left-out', lang, { n: leftOut }))] : []),
    ...unread.map((document) => ({
      ...say('error', unreadMessage(document, lang)),
      locations: [sarifLocation({ file: document.file, line: 1, column: 1 }, options)],
    })),
    ...notes.map((note) => say('note', describeNote(note, lang))),
  ];
}
