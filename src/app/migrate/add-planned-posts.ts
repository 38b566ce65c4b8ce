import type { OutcomeDraft } from '../outcome-draft.js';
import type { PostToWrite } from '../post-to-write.js';

/** Tells of each post what a dry run would change in it. */
export function addPlannedPosts(posts: Iterable<PostToWrite>, draft: OutcomeDraft): void {
  for (const { file, edits, isBeside } of posts) {
    if (isBeside && edits.length === 0) continue;
    draft.addPost({ file, edits: edits.length, state: edits.length > 0 ? 'planned' : 'unchanged' });
  }
}
