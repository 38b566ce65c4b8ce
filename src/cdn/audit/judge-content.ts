import { contentTypeOf, formatNamedBy } from '../../core/image-format.js';
import { typeOf } from './content-type.js';
import { type EdgeFacts, isAnswer, isServed, type WholeAnswer } from './edge-facts.js';
import type { Judges } from './judge.js';

/** What an edge serves. */
export const contentJudges: Judges = {
  'not-served': (facts) => {
    const { first, stored } = facts;
    if (isServed(first)) return answerInstead(first);
    if (isCached404(facts) || isForReferer(facts)) return undefined;
    const store = stored ? { store: stored.object ? 'present' : 'absent' } : {};
    if (isAnswer(first)) return { status: first.status, ...store };
    if (first.reason === 'CERT_HAS_EXPIRED') return undefined; // certificate-expiring
    return { found: first.error, ...(first.reason === undefined ? {} : { code: first.reason }), ...store };
  },

  'cached-404': (facts) => {
    const { first } = facts;
    if (!isCached404(facts) || !isAnswer(first)) return undefined;
    const age = first.headers.age;
    return { status: first.status, ...(age === undefined ? {} : { age: Number(age) * 1000 }) };
  },

  'edge-stale': ({ first, stored, url }) => {
    const object = stored?.object;
    if (!object?.sum || !isServed(first) || first.sum === undefined || first.sum === object.sum.value) return undefined;
    if (isConverted(first, object.contentType ?? typeNamedBy(url))) return undefined;
    const { kind, value } = object.sum;
    return {
      expected: `${kind}:${value}`,
      found: `${kind}:${first.sum}`,
      ...(first.size === object.size ? {} : { bytes: first.size, expectedBytes: object.size }),
    };
  },

  'wrong-type': ({ first }) => {
    if (!isServed(first)) return undefined;
    const type = typeOf(first.headers);
    if (first.format === undefined) return type.startsWith('image/') ? { type, found: 'not-an-image' } : undefined;
    const expected = contentTypeOf(first.format);
    return type === expected || isSameType(type, expected) ? undefined : { type: type || 'nothing', expected };
  },

  attachment: ({ first }) => {
    const disposition = isServed(first) ? first.headers['content-disposition'] : undefined;
    return disposition !== undefined && /^\s*attachment/i.test(disposition) ? { header: disposition } : undefined;
  },

  'svg-uncompressed': ({ first, modern }) => {
    if (!isServed(first) || first.format !== 'svg' || !isServed(modern) || first.size < worthCompressing)
      return undefined;
    return modern.headers['content-encoding'] === undefined ? { bytes: first.size } : undefined;
  },
};

/** A page, a notice, nothing: with 200, and no picture. What claims to be a picture has a finding of its own: wrong-type. */
function answerInstead({ format, headers, status }: WholeAnswer) {
  const type = typeOf(headers);
  if (format !== undefined || type.startsWith('image/')) return undefined;
  return { status, found: 'not-an-image', ...(type === '' ? {} : { type }) };
}

/** Bytes; less fits into one packet anyway. */
const worthCompressing = 1400;

function isCached404({ first, stored }: EdgeFacts): boolean {
  return isAnswer(first) && (first.status === 404 || first.status === 410) && stored?.object !== undefined;
}

/** It is served to whoever sends no Referer: hotlink-blocks-own. */
const isForReferer = ({ withoutReferer }: EdgeFacts): boolean => isServed(withoutReferer);

/** Another format than the store's, and told so: the edge makes pictures of its own, which nobody can compare. */
function isConverted(first: WholeAnswer, storedType: string | undefined): boolean {
  if (first.format === undefined || storedType === undefined) return false;
  const served = contentTypeOf(first.format);
  return served === typeOf(first.headers) && !isSameType(storedType, served);
}

const typeNamedBy = (url: string): string | undefined => {
  const format = formatNamedBy(new URL(url).pathname);
  return format && contentTypeOf(format);
};

/** Names that browsers take for one another. */
const aliases: readonly ReadonlySet<string>[] = [
  new Set(['image/jpeg', 'image/jpg', 'image/pjpeg']),
  new Set(['image/x-icon', 'image/vnd.microsoft.icon', 'image/ico']),
  new Set(['image/png', 'image/apng', 'image/x-png']),
  new Set(['image/bmp', 'image/x-ms-bmp']),
];

const isSameType = (one: string, other: string): boolean =>
  one === other || aliases.some((names) => names.has(one) && names.has(other));
