import { relative } from 'node:path';
import type { ImageReference } from '../../core/image-reference.js';
import type { Note } from '../../core/outcome.js';
import { canStandAt } from '../../rewrite/plan-edits.js';
import type { Site } from '../../scan/resolve/site.js';
import type { PostToWrite } from '../post-to-write.js';
import type { ScannedPost } from './group-images.js';
import { newAddressOf, type PostEditOptions } from './plan-post-edits.js';

/** What a person should know about single references: each note names its place. */
export function noteReferences(
  posts: readonly ScannedPost[],
  planned: readonly PostToWrite[],
  options: PostEditOptions,
): Note[] {
  const starts = new Map(planned.map(({ file, edits }) => [file, new Set(edits.map((edit) => edit.edits[0].start))]));
  const notes = posts.flatMap((post) =>
    post.references.flatMap((reference): Note[] => {
      const isEdited = starts.get(post.file)?.has(reference.span.start) ?? false;
      return isEdited ? noteEdited(reference, options) : noteLeft(reference, post, options);
    }),
  );
  return [...notes, ...noteNotOptimized(posts, planned)];
}

const placeOf = ({ document: file, line, column, raw }: ImageReference): Note['facts'] => ({ file, line, column, raw });

function noteLeft(reference: ImageReference, post: ScannedPost, options: PostEditOptions): Note[] {
  const { target, syntax } = reference;
  const facts = placeOf(reference);
  if (target.kind === 'unsupported') {
    if (target.reason === 'ambiguous') return [{ id: 'reference-ambiguous', facts }];
    const isLocalOnly = target.reason === 'local-only' || target.reason === 'import-local-only';
    return isLocalOnly ? [{ id: 'reference-local-only', facts }] : [];
  }
  const to = newAddressOf(post, reference, options);
  const isRefused = to !== undefined && syntax.startsWith('tag:') && !canStandAt(reference, to.address);
  return isRefused ? [{ id: 'tag-needs-absolute', facts }] : [];
}

function noteEdited(reference: ImageReference, { identify }: PostEditOptions): Note[] {
  const identified = identify(reference);
  const facts = placeOf(reference);
  const notes: Note[] = [];
  if (reference.alsoLink) notes.push({ id: 'definition-shared-with-link', facts });
  if (identified.kind === 'image' && identified.isBaked) notes.push({ id: 'processing-baked', facts });
  return notes;
}

/** Astro makes images of the site smaller when it builds, and those of other hosts only if its configuration names them. */
function noteNotOptimized(posts: readonly ScannedPost[], planned: readonly PostToWrite[]): Note[] {
  const hosts = new Set<string>();
  for (const [index, { references, site }] of posts.entries()) {
    if (site.generator !== 'astro') continue;
    const bundled = new Set(references.filter((reference) => isBundled(reference, site)).map(({ span }) => span.start));
    for (const { address, edits } of planned[index]?.edits ?? []) {
      if (bundled.has(edits[0].start) && URL.canParse(address)) hosts.add(new URL(address).hostname);
    }
  }
  return [...hosts].map((host) => ({ id: 'remote-not-optimized', facts: { host } }));
}

function isBundled({ target, syntax }: ImageReference, { rootFolders }: Site): boolean {
  if (target.kind !== 'file' || (syntax !== 'inline' && syntax !== 'definition')) return false;
  const copied = rootFolders.filter(({ rule }) => rule === 'public-folder');
  return copied.every(({ folder }) => relative(folder, target.path).startsWith('..'));
}
