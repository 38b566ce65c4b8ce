import type { Digest } from '../core/digest.js';
import type { AnsweredAddress } from '../core/observation.js';
import { shows, type Verdict, verdictOf } from '../core/verdict.js';
import { isHotlinkNotice } from './judge-refusal.js';

/** What was seen of an address with one Referer, or without. */
export interface RefererLook {
  readonly verdict: Verdict;
  readonly answer: Omit<AnsweredAddress, 'body'>;
  /** Of what was read, where it is to be compared. */
  readonly digest?: Digest;
}

/**
 * Whether a refusal may be for the Referer's sake, so that asking with the other way is worth a request: a status of
 * refusal (also with an image: it may say "no hotlinking"), a page in place of an image, or a redirect to a notice. What
 * is known to have another reason (a signature, a bot check, a sign-in, missing) is not asked for again.
 */
export function mayBeForReferer({ verdict, answer }: RefererLook): boolean {
  const [worst] = verdict.reasons;
  if (worst === 'forbidden' || worst === 'http-error') return answer.status >= 400 && answer.status < 500;
  if (worst === 'not-an-image') return verdict.evidence.found === 'html';
  if (!shows(verdict)) return false;
  return answer.status === 401 || answer.status === 403 || answer.redirects.some(isNotice);
}

const isNotice = ({ status, to }: AnsweredAddress['redirects'][number]): boolean =>
  (status === 302 || status === 303 || status === 307) && isHotlinkNotice(to);

/**
 * What a reader sees of an image that was refused one way and asked for the other way.
 *
 * The first way is what a reader's browser sends. Where the site is known that is the truth: an image that only comes
 * without our Referer is broken for readers (`forbidden`, or what was seen), and `hotlink-protected` says why. Where it
 * is not known, the Referer was a placeholder's, and the host may well let the real site pass: `hotlink-protected` alone,
 * beside what the image itself deserves. The same where the configuration sends no Referer to a host and the image only
 * comes with one: readers' browsers send one. An image that comes neither way is what the first look says.
 *
 * @param isSiteKnown the first look was told the Referer that readers' browsers send
 */
export function judgeReferer(first: RefererLook, second: RefererLook, isSiteKnown: boolean): Verdict {
  if (!shows(second.verdict) || isSamePicture(first, second)) return first.verdict;
  const { referer } = first.answer;
  const statuses = [first, second].map(({ answer }) => answer.status);
  const [withReferer, withoutReferer] = referer === undefined ? statuses.toReversed() : statuses;
  const evidence = {
    referer: referer ?? second.answer.referer ?? '',
    ...(withReferer === undefined ? {} : { withReferer }),
    ...(withoutReferer === undefined ? {} : { withoutReferer }),
  };
  if (referer === undefined || !isSiteKnown) {
    return verdictOf([...second.verdict.reasons, 'hotlink-protected'], { ...second.verdict.evidence, ...evidence });
  }
  const seen = first.verdict.level === 'broken' ? first.verdict.reasons : (['forbidden'] as const);
  return verdictOf([...seen, 'hotlink-protected'], { ...first.verdict.evidence, ...evidence });
}

/** Both ways show, and the same: the first was no notice. */
function isSamePicture(first: RefererLook, second: RefererLook): boolean {
  return shows(first.verdict) && first.digest !== undefined && first.digest === second.digest;
}
