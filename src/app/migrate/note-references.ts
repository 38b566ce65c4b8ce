import type { ImageReference } from '../../core/image-reference.js';
import type { Note } from '../../core/outcome.js';
import type { PostToWrite } from '../post-to-write.js';
import type { ScannedPost } from './group-images.js';
import type { Identified } from './identify-image.js';

/** What a person should know about single references: each note names its place. */
export function noteReferences(
  posts: readonly ScannedPost[],
  planned: readonly PostToWrite[],
  identify: (reference: ImageReference) => Identified,
): Note[] {
  const starts = new Map(planned.map(({ file, edits }) => [file, new Set(edits.map((edit) => edit.edits[0].start))]));
  return posts.flatMap(({ file, references }) =>
    references.flatMap((reference): Note[] => {
      const isEdited = starts.get(file)?.has(reference.span.start) ?? false;
      return noteReference(reference, identify(reference), isEdited);
    }),
  );
}

function noteReference(reference: ImageReference, identified: Identified, isEdited: boolean): Note[] {
  const { document: file, line, column, raw, target, alsoLink } = reference;
  const place = { file, line, column, raw };
  if (target.kind === 'unsupported' && target.reason === 'ambiguous')
    return [{ id: 'reference-ambiguous', facts: place }];
  if (!isEdited) return [];
  const notes: Note[] = [];
  if (alsoLink) notes.push({ id: 'definition-shared-with-link', facts: place });
  if (identified.kind === 'image' && identified.isBaked) notes.push({ id: 'processing-baked', facts: place });
  return notes;
}
