import { statSync } from 'node:fs';
import type { UseCaseContext } from '../context.js';
import type { OutcomeDraft } from '../outcome-draft.js';
import { scan } from '../scan.js';
import type { ScannedPost } from './group-images.js';

/** Scans the posts and keeps of each its references, not its text. What can't be read as text is refused and left alone. */
export async function scanPosts(draft: OutcomeDraft, context: UseCaseContext): Promise<readonly ScannedPost[]> {
  const posts: ScannedPost[] = [];
  const recognised = new Set<string>();
  for await (const document of scan(context, { links: true })) {
    if ('error' in document) {
      draft.addPost({ file: document.file, edits: 0, state: 'refused', error: document.error });
      continue;
    }
    const { file, path, digest, references, links, site, beside } = document;
    if (site.generator !== undefined) recognised.add(site.generator);
    const date = document.date ?? statSync(path).mtimeMs;
    posts.push({ file, path, digest, site, references, links, date, isBeside: beside === true });
  }
  for (const generator of recognised) draft.note({ id: 'generator-recognised', facts: { generator } });
  return posts;
}
