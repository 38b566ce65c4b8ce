import type { DocumentPlace, Identity } from '../../../core/asset.js';
import type { FileTarget, ImageReference, UnsupportedReason } from '../../../core/image-reference.js';
import type { Verdict, VerdictReason } from '../../../core/verdict.js';
import { verdictOf } from '../../../core/verdict.js';
import { digestOf } from '../../../lib/digest.js';
import { asIdentity, displayPath, shorten } from '../../image-identity.js';

/** Where an image is looked at. */
export type LookSource =
  | { readonly kind: 'remote'; readonly url: string }
  | { readonly kind: 'file'; readonly path: string }
  | { readonly kind: 'missing'; readonly candidates: readonly string[] }
  | { readonly kind: 'data'; readonly uri: string }
  /** What the post says tells the verdict already. */
  | { readonly kind: 'told'; readonly verdict: Verdict };

/** One image with all the places that count. */
export interface ImageToCheck {
  readonly identity: Identity;
  /** As people know it: the address, or the path relative to the working directory. */
  readonly url: string;
  readonly source: LookSource;
  readonly places: readonly PlaceToCheck[];
}

export interface PlaceToCheck extends DocumentPlace {
  readonly ignored: Ignored;
  readonly lacksAlt: boolean;
}

/** What of a verdict does not count: all of it, or these reasons. */
export type Ignored = 'all' | ReadonlySet<VerdictReason>;

interface Looking {
  readonly cwd: string;
  /** Where a missing file was looked for. */
  readonly candidates: () => readonly string[];
}

/**
 * What a reference names, for a look at it.
 *
 * @returns undefined where there is nothing to judge: what code decides, and what only a local tool reads
 */
export function imageOf(
  { target, raw }: ImageReference,
  { cwd, candidates }: Looking,
): Omit<ImageToCheck, 'places'> | undefined {
  switch (target.kind) {
    case 'remote':
      return { identity: asIdentity(target.url), url: target.url, source: { kind: 'remote', url: target.url } };
    case 'file':
      return fileImage(target, { cwd, candidates });
    case 'data':
      return dataImage(target.uri);
    case 'unsupported':
      return target.file ? fileImage(target.file, { cwd, candidates }) : toldImage(target.reason, raw);
  }
}

function fileImage(
  { exists, path: found, writtenAs }: FileTarget,
  { cwd, candidates }: Looking,
): Omit<ImageToCheck, 'places'> {
  const path = writtenAs ?? found; // a server compares bytes
  const isThere = exists && writtenAs === undefined;
  const source: LookSource = isThere
    ? { kind: 'file', path }
    : { kind: 'missing', candidates: exists ? [path] : candidates() };
  return { identity: asIdentity(`file:${path}`), url: displayPath(path, cwd), source };
}

/** A `blob:` lives in the page that made it: in a post it names nothing. */
function dataImage(uri: string): Omit<ImageToCheck, 'places'> {
  const identity = asIdentity(`data:${digestOf(uri)}`);
  const source: LookSource = /^data:/i.test(uri)
    ? { kind: 'data', uri }
    : { kind: 'told', verdict: verdictOf(['address-scheme'], { scheme: 'blob' }) };
  return { identity, url: shorten(uri), source };
}

const toldReasons: Readonly<Record<UnsupportedReason, VerdictReason | undefined>> = {
  empty: 'address-empty',
  'url-invalid': 'address-invalid',
  scheme: 'address-scheme',
  ambiguous: 'address-ambiguous',
  'not-found': 'file-missing',
  'outside-site': 'file-missing',
  dynamic: undefined,
  'import-local-only': undefined,
  'local-only': undefined,
};

function toldImage(why: UnsupportedReason, raw: string): Omit<ImageToCheck, 'places'> | undefined {
  const reason = toldReasons[why];
  if (reason === undefined) return undefined;
  const url = shorten(raw.trim());
  return {
    identity: asIdentity(`unsupported:${url}`),
    url,
    source: { kind: 'told', verdict: verdictOf([reason], {}) },
  };
}
