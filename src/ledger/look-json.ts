import { asDigest } from '../core/digest.js';
import { isImageFormat } from '../core/image-format.js';
import type { ImageLook, Validators } from '../core/image-look.js';
import { type Evidence, type Verdict, verdictOf, verdictReasons } from '../core/verdict.js';
import { isRecord, parseJson } from '../lib/json-value.js';

/** What was seen, from its JSON; undefined for what this version can't read: it is looked at again then. */
export function readLook(json: string): ImageLook | undefined {
  const value = parseJson(json);
  const verdict = isRecord(value) ? verdictIn(value.verdict) : undefined;
  if (!isRecord(value) || !verdict) return undefined;
  const { digest, format, validators } = value;
  const [bytes, width, height] = [value.bytes, value.width, value.height].map(asSize);
  const known = typeof digest === 'string' ? asDigest(digest) : undefined;
  return {
    verdict,
    ...(known === undefined ? {} : { digest: known }),
    ...(bytes === undefined ? {} : { bytes }),
    ...(typeof format === 'string' && isImageFormat(format) ? { format } : {}),
    ...(width === undefined ? {} : { width }),
    ...(height === undefined ? {} : { height }),
    ...(isRecord(validators) ? { validators: validatorsIn(validators) } : {}),
  };
}

/** Its level is what the reasons mean in this version. */
function verdictIn(value: unknown): Verdict | undefined {
  if (!isRecord(value) || !Array.isArray(value.reasons) || !isEvidence(value.evidence)) return undefined;
  const reasons = value.reasons.flatMap((id: unknown) => verdictReasons.filter((reason) => reason === id));
  return reasons.length === value.reasons.length ? verdictOf(reasons, value.evidence) : undefined;
}

function isEvidence(value: unknown): value is Evidence {
  return isRecord(value) && Object.values(value).every((fact) => isPlain(fact) || isListOfTexts(fact));
}

const isPlain = (fact: unknown): boolean => ['string', 'number', 'boolean'].includes(typeof fact);

const isListOfTexts = (fact: unknown): boolean =>
  Array.isArray(fact) && fact.every((entry) => typeof entry === 'string');

function validatorsIn({ etag, lastModified }: Record<string, unknown>): Validators {
  return {
    ...(typeof etag === 'string' ? { etag } : {}),
    ...(typeof lastModified === 'string' ? { lastModified } : {}),
  };
}

const asSize = (value: unknown): number | undefined =>
  typeof value === 'number' && Number.isFinite(value) ? value : undefined;
