import { statSync } from 'node:fs';
import { digestOf } from '../../lib/digest.js';
import type { ScannedDocument, UnscannedDocument } from '../../scan/scan-documents.js';
import type { UseCaseContext } from '../context.js';
import type { OutcomeDraft } from '../outcome-draft.js';
import { scan } from '../scan.js';
import type { ScannedPost } from './group-images.js';

/** Scans the posts and keeps of each its references, not its text. What can't be read as text is refused and left alone. */
export async function scanPosts(draft: OutcomeDraft, context: UseCaseContext): Promise<readonly ScannedPost[]> {
  const posts: ScannedPost[] = [];
  for await (const _ of scanInto(posts, draft, context));
  return posts;
}

/** The same where the settings' globs are of images or keys, and not of posts. */
export function scanAllPosts(draft: OutcomeDraft, context: UseCaseContext): Promise<readonly ScannedPost[]> {
  return scanPosts(draft, { ...context, settings: { ...context.settings, include: [], exclude: [] } });
}

/** The same, for who wants to see each document as it comes, too. */
export async function* scanInto(
  posts: ScannedPost[],
  draft: OutcomeDraft,
  context: UseCaseContext,
): AsyncGenerator<ScannedDocument | UnscannedDocument> {
  const recognised = new Set<string>();
  for await (const document of scan(context, { links: true })) {
    yield document;
    if ('error' in document) {
      draft.addPost({ file: document.file, edits: 0, state: 'refused', error: document.error });
      continue;
    }
    const { file, path, text, references, links, site, beside } = document;
    if (site.generator !== undefined) recognised.add(site.generator);
    const date = document.date ?? statSync(path).mtimeMs;
    posts.push({ file, path, digest: digestOf(text), site, references, links, date, isBeside: beside === true });
  }
  for (const generator of recognised) draft.note({ id: 'generator-recognised', facts: { generator } });
}
