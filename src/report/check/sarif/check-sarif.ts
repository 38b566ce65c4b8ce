import type { DocumentPlace } from '../../../core/asset.js';
import type { CheckedImage, CheckOutcome } from '../../../core/check-outcome.js';
import { levelOf, type VerdictLevel, type VerdictReason, verdictReasons } from '../../../core/verdict.js';
import { digestOf } from '../../../lib/digest.js';
import type { Language } from '../../../messages/catalogue.js';
import { describeVerdict } from '../../../messages/describe-verdict.js';
import { label } from '../../../messages/label.js';
import { printable } from '../../../messages/printable.js';
import type { CheckReportOptions } from '../check-report-options.js';
import { describeImage, nameAndSeen, shownAddress } from '../describe-image.js';
import { asUriPath, fromRepository, isRemote } from '../paths.js';
import { mostResults, sarifLog, sarifRule } from './sarif-log.js';
import { sarifNotifications } from './sarif-notifications.js';
import { plainMessage, type SarifLocation, sarifLocation } from './sarif-parts.js';

/** GitHub code scanning takes no more locations of a result. */
const mostPlaces = 1_000;

/** Places that are named in the message itself. */
const linkedPlaces = 10;

/**
 * SARIF 2.1.0 (OASIS): a rule for each reason that occurs, a result for each image that isn't `ok`. The first place is
 * the location, which is all that GitHub code scanning takes of them; the others are related ones.
 */
export function checkSarif(outcome: CheckOutcome, options: CheckReportOptions): string {
  const images = outcome.images.filter(({ verdict }) => verdict !== 'ok');
  const shown = images.slice(0, mostResults);
  const rules = verdictReasons.filter((reason) => shown.some(({ reasons }) => reasons[0] === reason));
  return sarifLog({
    version: options.version,
    rules: rules.map((reason) => ruleOf(reason, options.lang)),
    isWhole: outcome.stopped === undefined && outcome.interrupted !== true,
    notifications: sarifNotifications(outcome, images.length - shown.length, options),
    results: shown.map((image) => resultOf(image, rules, options)),
  });
}

const levels = {
  broken: 'error',
  warn: 'warning',
  unverifiable: 'note',
} as const satisfies Record<Exclude<VerdictLevel, 'ok'>, string>;

function ruleOf(reason: VerdictReason, lang: Language) {
  return sarifRule(reason, levels[levelOf(reason)], describeVerdict(reason, {}, lang));
}

function resultOf(image: CheckedImage, rules: readonly VerdictReason[], options: CheckReportOptions) {
  const { url, verdict, reasons, evidence, places, isKnown } = image;
  const [reason] = reasons;
  const [first, ...others] = places.slice(0, mostPlaces);
  const related = others.map((place, index) => ({ id: index + 1, ...sarifLocation(place, options) }));
  const address = isRemote(image) ? url : fromRepository(url, options.repositoryPath);
  return {
    ...(reason === undefined ? {} : { ruleId: reason, ruleIndex: rules.indexOf(reason) }),
    level: verdict === 'ok' ? 'none' : levels[verdict],
    message: { text: messageOf(image, others, options.lang) },
    locations: [first ? sarifLocation(first, options) : locationOfImage(image, options)],
    ...(related.length === 0 ? {} : { relatedLocations: related }),
    partialFingerprints: { 'imgferry/v1': digestOf(`${reason ?? verdict}\n${address.toWellFormed()}`).slice(0, 32) },
    ...(isKnown ? { suppressions: [{ kind: 'external', justification: 'baseline' }] } : {}),
    properties: { url: printable(url), verdict, reasons, evidence },
  };
}

/** Where no post names it: an object of a store, or a file. */
function locationOfImage(image: CheckedImage, { repositoryPath }: CheckReportOptions): SarifLocation {
  const uri = isRemote(image) && URL.canParse(image.url) ? new URL(image.url).href : undefined;
  if (uri !== undefined) return { physicalLocation: { artifactLocation: { uri } } };
  const path = asUriPath(fromRepository(image.url, repositoryPath));
  return { physicalLocation: { artifactLocation: { uri: path, uriBaseId: '%SRCROOT%' } } };
}

/** One paragraph; the other places as links to the related locations (SARIF 3.11.6). */
function messageOf(image: CheckedImage, others: readonly DocumentPlace[], lang: Language): string {
  const [worst, ...further] = describeImage(image, lang);
  const sentences = [
    shownAddress(image.url),
    ...(worst ? [nameAndSeen(worst, lang), worst.says] : []),
    ...further.map((other) => `${label('check-also', lang)} ${nameAndSeen(other, lang)}`),
  ];
  const links = others
    .slice(0, linkedPlaces)
    .map(({ file, line }, index) => `[${plainMessage(`${printable(file)}:${line}`)}](${index + 1})`);
  const more = others.length > links.length ? ['…'] : [];
  return [sentences.map(plainMessage).join(' · '), [...links, ...more].join(', ')]
    .filter((part) => part !== '')
    .join(' · ');
}
