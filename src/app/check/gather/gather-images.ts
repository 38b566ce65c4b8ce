import type { Identity } from '../../../core/asset.js';
import type { UnreadDocument } from '../../../core/check-outcome.js';
import type { ImageReference } from '../../../core/image-reference.js';
import { createExplainer } from '../../../scan/explain-reference.js';
import { findIgnoreComments, type IgnoreComment } from '../../../scan/find-ignore-comments.js';
import { lacksAlt } from '../../../scan/lacks-alt.js';
import type { ScannedDocument, UnscannedDocument } from '../../../scan/scan-documents.js';
import { type IgnoredAt, joinIgnored } from './ignore-rules.js';
import { type Ignored, type ImageToCheck, imageOf, type PlaceToCheck } from './image-to-check.js';

/** What posts show. */
export interface GatheredImages {
  readonly images: readonly ImageToCheck[];
  readonly unread: readonly UnreadDocument[];
  /** Posts that were read; files of a site beside them are not counted. */
  readonly documents: number;
  /** Images that are left out everywhere, and places left out of the others. */
  readonly ignored: number;
}

export interface GatherOptions {
  readonly cwd: string;
  readonly ignoredAt: IgnoredAt;
  /** Whether places without a description are told. */
  readonly missingAlt: boolean;
}

/** Every image that the documents name, once each, in the order of its first place. Links are no images. */
export async function gatherImages(
  documents: AsyncIterable<ScannedDocument | UnscannedDocument>,
  options: GatherOptions,
): Promise<GatheredImages> {
  const found = new Map<Identity, { image: Omit<ImageToCheck, 'places'>; places: PlaceToCheck[] }>();
  const unread: UnreadDocument[] = [];
  let count = 0;
  for await (const document of documents) {
    if ('error' in document) {
      unread.push(document);
      continue;
    }
    if (!document.beside) count += 1;
    const { file, path, site, text } = document;
    const comments = findIgnoreComments(text, { document: file, path, site });
    const candidatesOf = createCandidateFinder(document);
    for (const reference of document.references) {
      const image = imageOf(reference, { cwd: options.cwd, candidates: () => candidatesOf(reference) });
      if (!image) continue;
      const known = found.get(image.identity) ?? { image, places: [] };
      found.set(image.identity, known);
      const ignored = ignoredOf(reference, image.url, comments, options.ignoredAt);
      const { document: file, line, column } = reference;
      known.places.push({ file, line, column, ignored, lacksAlt: options.missingAlt && lacksAlt(text, reference) });
    }
  }
  return { ...withoutIgnored([...found.values()]), unread, documents: count };
}

function ignoredOf(
  { document: file, line }: ImageReference,
  url: string,
  comments: readonly IgnoreComment[],
  ignoredAt: IgnoredAt,
): Ignored {
  const byComment = comments
    .filter(({ first, last }) => line >= first && line <= last)
    .map(({ reasons }): Ignored => (reasons.length === 0 ? 'all' : new Set(reasons)));
  return joinIgnored([ignoredAt({ url, file }), ...byComment]);
}

/** Where a missing file was looked for. The scan doesn't keep it, so the document is asked again, once. */
function createCandidateFinder(document: ScannedDocument): (reference: ImageReference) => readonly string[] {
  let known: ReadonlyMap<number, readonly string[]> | undefined;
  return ({ span }) => {
    known ??= candidatesByStart(document);
    return known.get(span.start) ?? [];
  };
}

function candidatesByStart({ file, path, site, text }: ScannedDocument): ReadonlyMap<number, readonly string[]> {
  const explained = createExplainer(text, { document: file, path, site }).explainImages();
  return new Map(
    explained.flatMap(({ references }) =>
      references.map(({ candidates, reference }) => [
        reference.span.start,
        candidates.map((candidate) => candidate.path),
      ]),
    ),
  );
}

function withoutIgnored(
  found: readonly { readonly image: Omit<ImageToCheck, 'places'>; readonly places: readonly PlaceToCheck[] }[],
): Pick<GatheredImages, 'images' | 'ignored'> {
  const images: ImageToCheck[] = [];
  let ignored = 0;
  for (const { image, places } of found) {
    const counting = places.filter((place) => place.ignored !== 'all');
    ignored += counting.length === 0 ? 1 : places.length - counting.length;
    if (counting.length > 0) images.push({ ...image, places: counting });
  }
  return { images, ignored };
}
