import type { CheckedImage } from '../../core/check-outcome.js';
import type { Language } from '../../messages/catalogue.js';
import { describeVerdict, type VerdictDescription } from '../../messages/describe-verdict.js';
import { label } from '../../messages/label.js';
import { printable } from '../../messages/printable.js';
import { punctuation } from '../../messages/punctuation.js';
import { shortenText } from '../../messages/shorten-text.js';

/** What is said of an image, its worst reason first. */
export function describeImage({ reasons, evidence }: CheckedImage, lang: Language): readonly VerdictDescription[] {
  return reasons.map((reason) => describeVerdict(reason, evidence, lang));
}

/** `not there (HTTP 404)`. */
export function nameAndSeen({ name, seen }: Pick<VerdictDescription, 'name' | 'seen'>, lang: Language): string {
  const { openParenthesis, closeParenthesis } = punctuation[lang];
  return seen === '' ? name : `${name}${openParenthesis}${seen}${closeParenthesis}`;
}

/** All that is said of an image, line by line, where no other words stand around it. */
export function imageLines(image: CheckedImage, lang: Language): readonly string[] {
  const [worst, ...others] = describeImage(image, lang);
  const { colon, comma, openParenthesis, closeParenthesis } = punctuation[lang];
  const address = shownAddress(image.url);
  if (!worst) return [address];
  return [
    worst.seen === '' ? address : `${address}${openParenthesis}${worst.seen}${closeParenthesis}`,
    worst.says,
    ...(others.length === 0
      ? []
      : [`${label('check-also', lang)}${colon}${others.map((other) => nameAndSeen(other, lang)).join(comma)}`]),
    `→ ${worst.advice}`,
  ];
}

/** An address as a report shows it: printable, and cut in the middle where nobody would read it to its end. */
export const shownAddress = (url: string): string =>
  url.trim() === '' ? '""' : printable(shortenText(url).toWellFormed());
