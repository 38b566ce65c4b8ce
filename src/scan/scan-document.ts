import { basename } from 'node:path';
import type { ImageReference, ReferenceTarget } from '../core/image-reference.js';
import { ownText } from '../lib/own-text.js';
import { dateOfFileName } from './front-matter/post-facts.js';
import { createLineIndex } from './line-index.js';
import { type DocumentFormat, locateDocument } from './locate-document.js';
import type { LocatedReference } from './located.js';
import { looksLikeImage } from './looks-like-image.js';
import type { ResolveContext, ResolvedAddress } from './resolve/resolution.js';
import { resolveAddress } from './resolve/resolve-address.js';
import type { Site } from './resolve/site.js';

export interface ScanTextOptions {
  /** The document's path as it is shown: relative to the working directory, with `/`. */
  readonly document: string;
  /** Absolute path of the document; it need not exist. */
  readonly path: string;
  readonly site: Site;
  /** Whether links are wanted besides images: those that lead elsewhere on the web, or to a local image. Default true. */
  readonly links?: boolean;
}

export interface ScannedText {
  readonly format: DocumentFormat;
  /** What names an image, in the order of the text; spans do not overlap. */
  readonly references: readonly ImageReference[];
  /** What links to something, in the order of the text. */
  readonly links: readonly ImageReference[];
  /** Epoch ms, from the front matter or else the file's name. */
  readonly date?: number;
}

/**
 * Finds every image reference of a document, with the exact characters that name its destination: a post or a page, or
 * by its name a data file (YAML, TOML, JSON) or a style sheet. Scripts have none.
 */
export function scanText(text: string, options: ScanTextOptions): ScannedText {
  const { document, path, site, links = true } = options;
  const { format, located, facts } = locateDocument(text, { path, site, links });
  const context: ResolveContext = { path, site, ...facts };
  const placeOf = createLineIndex(text);
  const shared = createSharedLists();
  const found = withoutOverlaps(located).flatMap((reference): ImageReference[] => {
    if (reference.role === 'link' && !isWantedLink(reference.address)) return [];
    const { syntax, role, alsoLink, span, escaping, remoteForm, localOnly } = reference;
    const address = ownText(reference.address);
    const written = text.slice(span.start, span.end);
    const resolved = resolveAddress(address, context);
    return [
      {
        document,
        syntax,
        role,
        ...(alsoLink && { alsoLink }),
        span,
        raw: written === address ? address : ownText(written),
        target: narrowTarget(resolved, { address, localOnly, site }),
        fragment: resolved.fragment,
        escaping: shared(escaping),
        ...(remoteForm && { remoteForm }),
        ...placeOf(span.start),
      },
    ];
  });
  const date = facts.date ?? dateOfFileName(basename(path));
  return {
    format,
    references: found.filter(({ role }) => role === 'image'),
    links: found.filter(({ role }) => role === 'link'),
    ...(date !== undefined && { date }),
  };
}

/** Most references of a document are escaped alike: one list for them all. */
function createSharedLists(): (escaping: ImageReference['escaping']) => ImageReference['escaping'] {
  const lists = new Map<string, ImageReference['escaping']>();
  return (escaping) => {
    const name = escaping.join();
    const known = lists.get(name) ?? escaping;
    lists.set(name, known);
    return known;
  };
}

/** Links matter where they point at what moves: something on the web, or a local image. */
const isWantedLink = (address: string): boolean => /^(?:https?:)?\/\//i.test(address) || looksLikeImage(address);

/** By position; of two that overlap the one that starts first stays, and of two that start together the first found. */
function withoutOverlaps(located: readonly LocatedReference[]): readonly LocatedReference[] {
  const sorted = located.toSorted((a, b) => a.span.start - b.span.start);
  let end = -1;
  return sorted.filter(({ span }) => {
    const isFree = span.start >= end && !(span.start === span.end && span.start === end);
    if (isFree) end = span.end;
    return isFree;
  });
}

interface Narrowing {
  readonly address: string;
  readonly localOnly: LocatedReference['localOnly'];
  readonly site: Site;
}

/** Where only a local file can stand, the reference can't be moved, wherever it leads. */
function narrowTarget({ target, matched }: ResolvedAddress, { address, localOnly, site }: Narrowing): ReferenceTarget {
  if (localOnly === undefined || target.kind === 'unsupported') return target;
  // what isn't there may be a file of a package, or Hugo's pattern of resources
  const isPath = /^\.{1,2}\//.test(address) || matched === 'alias';
  const isImageKey = localOnly === 'local-only' && site.localOnlyKeys !== undefined;
  const isFollowed = target.kind === 'file' && (target.exists || isPath || isImageKey);
  return { kind: 'unsupported', reason: localOnly, detail: address, ...(isFollowed && { file: target }) };
}
