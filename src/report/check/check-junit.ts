import type { CheckedImage, CheckOutcome, UnreadDocument } from '../../core/check-outcome.js';
import { fails } from '../../core/fold-check.js';
import { escapeMarkup } from '../../lib/escape-markup.js';
import type { Language } from '../../messages/catalogue.js';
import { describeError, errorMessage } from '../../messages/describe-error.js';
import { label } from '../../messages/label.js';
import { printable } from '../../messages/printable.js';
import type { CheckReportOptions } from './check-report-options.js';
import { describeImage, imageLines, nameAndSeen, shownAddress } from './describe-image.js';
import { unreadMessage } from './describe-unread.js';

/** One test case, and what came of it. */
interface TestCase {
  readonly name: string;
  readonly result: 'passed' | 'skipped' | 'failure' | 'error';
  /** In a few words; of a failure or an error. */
  readonly message?: string;
  /** An id. */
  readonly type?: string;
  /** All there is to say. */
  readonly text?: string;
}

/**
 * JUnit's XML as Jenkins and GitLab read it: a test case an image. What makes the check fail is a failure; what could
 * not be seen, and what the baseline has, is skipped; warnings pass with their text as output. Posts that could not be
 * read, and what stopped the check, are errors.
 */
export function checkJunit(outcome: CheckOutcome, options: CheckReportOptions): string {
  const cases = [
    ...runCases(outcome, options.lang),
    ...outcome.unread.map((document) => unreadCase(document, options.lang)),
    ...outcome.images.map((image) => imageCase(image, options)),
  ];
  const count = (result: TestCase['result']): number => cases.filter((one) => one.result === result).length;
  const seconds = (outcome.totals.elapsed / 1000).toFixed(3);
  const totals = `tests="${cases.length}" failures="${count('failure')}" errors="${count('error')}"`;
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites name="imgferry check" ${totals} time="${seconds}">`,
    `  <testsuite name="imgferry check" ${totals} skipped="${count('skipped')}" time="${seconds}">`,
    ...cases.map(caseElement),
    '  </testsuite>',
    '</testsuites>',
    '',
  ].join('\n');
}

function imageCase(image: CheckedImage, options: CheckReportOptions): TestCase {
  const { lang } = options;
  const name = shownAddress(image.url);
  const [worst] = describeImage(image, lang);
  if (!worst) return { name, result: 'passed' };
  const places = image.places.map(({ file, line, column }) => `${printable(file)}:${line}:${column}`);
  const known = image.isKnown ? [label('check-known-mark', lang)] : [];
  const text = [...known, ...imageLines(image, lang), ...places].join('\n');
  const message = nameAndSeen(worst, lang);
  if (fails(image, options.failOn)) return { name, result: 'failure', message, type: worst.reason, text };
  const isSkipped = image.isKnown === true || image.verdict === 'unverifiable';
  return { name, result: isSkipped ? 'skipped' : 'passed', text };
}

function unreadCase(document: UnreadDocument, lang: Language): TestCase {
  const { file, error } = document;
  const { title } = describeError(error, lang);
  const text = unreadMessage(document, lang);
  return { name: printable(file), result: 'error', message: title, type: error.code, text };
}

function runCases({ stopped, interrupted }: CheckOutcome, lang: Language): readonly TestCase[] {
  const name = 'imgferry check';
  const interruption = label('check-interrupted', lang);
  return [
    ...(stopped
      ? [
          {
            name,
            result: 'error' as const,
            message: describeError(stopped, lang).title,
            type: stopped.code,
            text: errorMessage(stopped, lang),
          },
        ]
      : []),
    ...(interrupted ? [{ name, result: 'error' as const, message: interruption, type: 'INTERRUPTED', text: '' }] : []),
  ];
}

function caseElement(one: TestCase): string {
  const open = `    <testcase classname="imgferry.check" name="${escapeMarkup(one.name)}"`;
  const content = contentOf(one);
  return content === '' ? `${open}/>` : `${open}>${content}</testcase>`;
}

function contentOf({ result, message = '', type = '', text = '' }: TestCase): string {
  const escaped = escapeText(text);
  switch (result) {
    case 'passed':
      return text === '' ? '' : `<system-out>${escaped}</system-out>`;
    case 'skipped':
      return `<skipped>${escaped}</skipped>`;
    default:
      return `<${result} message="${escapeMarkup(message)}" type="${escapeMarkup(type)}">${escaped}</${result}>`;
  }
}

/** Line ends stay in an element, where people read them. */
const escapeText = (text: string): string => text.split('\n').map(escapeMarkup).join('\n');
