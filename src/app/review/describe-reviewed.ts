import type { AssetOutcome, DocumentPlace, Identity } from '../../core/asset.js';
import type { PreparedReason } from '../../core/keep-reason.js';
import type { ReportedOutcome } from '../../core/run-report.js';
import type { PostToWrite } from '../post-to-write.js';
import type { ReviewedImage } from './review.js';

type Places = ReadonlyMap<Identity, readonly DocumentPlace[]>;

/** Where posts name each image that is to move. */
export function placesIn(posts: readonly PostToWrite[]): Places {
  const places = new Map<Identity, DocumentPlace[]>();
  for (const { file, edits } of posts) {
    for (const { identity, line, column } of edits) {
      const known = places.get(identity) ?? [];
      known.push({ file, line, column });
      places.set(identity, known);
    }
  }
  return places;
}

export function describeReviewed(
  outcome: AssetOutcome,
  state: AssetOutcome['state'],
  places: Places,
): Omit<ReviewedImage, 'choice'> {
  const { identity, url, publicUrl, key, bytesBefore, bytesAfter, reason, error } = outcome;
  const host = URL.canParse(url) && /^https?:/i.test(url) ? new URL(url).host : undefined;
  return {
    image: {
      from: url,
      outcome: state as ReportedOutcome,
      places: outcome.places ?? places.get(identity) ?? [],
      ...(host === undefined ? {} : { host }),
      ...(publicUrl === undefined || state === 'failed' ? {} : { to: publicUrl }),
      ...(key === undefined ? {} : { key }),
      ...(bytesBefore === undefined ? {} : { bytesBefore }),
      ...(bytesAfter === undefined ? {} : { bytesAfter, isSame: !makesOtherBytes.has(reason ?? '') }),
    },
    ...(reason === undefined ? {} : { reason }),
    ...(error === undefined ? {} : { error }),
  };
}

const makesOtherBytes: ReadonlySet<string> = new Set(['encoded', 'metadata-removed'] satisfies PreparedReason[]);
