import { applyEdits } from '../../rewrite/apply-edits.js';
import { unifiedDiff } from '../../rewrite/unified-diff.js';
import { readDocument } from '../../scan/read-document.js';
import type { PostToWrite } from '../post-to-write.js';

/** What would change in the posts, as a patch that `git apply` takes; one post after the other. */
export async function* diffPosts(posts: readonly PostToWrite[]): AsyncGenerator<string> {
  for (const { file, path, edits } of posts) {
    if (edits.length === 0) continue;
    const { text } = await readDocument(path);
    yield unifiedDiff({ file, before: text, after: applyEdits(text, edits) });
  }
}
