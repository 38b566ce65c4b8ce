import { relative } from 'node:path';
import type { ImageReference } from '../../core/image-reference.js';
import type { Note } from '../../core/outcome.js';
import type { PlannedEdit } from '../../core/plan.js';
import { canStandAt } from '../../rewrite/plan-edits.js';
import type { Site } from '../../scan/resolve/site.js';
import type { ScannedPost } from './group-images.js';
import { newAddressOf, type PostEditOptions, planPostEdits } from './plan-post-edits.js';

/** What a person should know about single references: each note names its place. */
export function* noteReferences(posts: readonly ScannedPost[], options: PostEditOptions): Generator<Note> {
  const hosts = new Set<string>();
  for (const post of posts) {
    const edits = planPostEdits(post, options);
    const starts = new Set(edits.map((edit) => edit.edits[0].start));
    for (const reference of post.references) {
      yield* starts.has(reference.span.start) ? noteEdited(reference, options) : noteLeft(reference, post, options);
    }
    for (const host of hostsNotOptimized(post, edits)) hosts.add(host);
  }
  for (const host of hosts) yield { id: 'remote-not-optimized', facts: { host } };
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
function hostsNotOptimized({ references, site }: ScannedPost, planned: readonly PlannedEdit[]): readonly string[] {
  if (site.generator !== 'astro') return [];
  const bundled = new Set(references.filter((reference) => isBundled(reference, site)).map(({ span }) => span.start));
  return planned
    .filter(({ address, edits }) => bundled.has(edits[0].start) && URL.canParse(address))
    .map(({ address }) => new URL(address).hostname);
}

function isBundled({ target, syntax }: ImageReference, { rootFolders }: Site): boolean {
  if (target.kind !== 'file' || (syntax !== 'inline' && syntax !== 'definition')) return false;
  const copied = rootFolders.filter(({ rule }) => rule === 'public-folder');
  return copied.every(({ folder }) => relative(folder, target.path).startsWith('..'));
}
