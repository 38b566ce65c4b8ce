import { isDeepStrictEqual } from 'node:util';
import { ImgferryError } from '../../core/errors.js';
import type { PostOutcome } from '../../core/outcome.js';
import type { UseCaseContext } from '../context.js';
import type { OutcomeDraft } from '../outcome-draft.js';
import type { PostToWrite } from '../post-to-write.js';
import { pathInLedger, rewritePost } from '../rewrite-post.js';
import type { Workshop } from '../workshop.js';

/** Writes posts one by one; one that moved, vanished or can't be confirmed is refused and the others go on. */
export async function writePosts(
  posts: Iterable<PostToWrite>,
  run: string,
  workshop: Pick<Workshop, 'ledger'>,
  draft: OutcomeDraft,
  context: UseCaseContext,
): Promise<void> {
  for (const post of posts) {
    context.signal.throwIfAborted();
    const outcome = await writeOne(post, run, workshop);
    if (outcome.state !== 'unchanged' || !post.isBeside) draft.addPost(outcome);
  }
}

async function writeOne(post: PostToWrite, run: string, workshop: Pick<Workshop, 'ledger'>): Promise<PostOutcome> {
  const { file, edits } = post;
  if (edits.length === 0) return { file, edits: 0, state: 'unchanged' };
  try {
    await rewritePost(post, run, workshop.ledger);
    return { file, edits: edits.length, state: 'edited' };
  } catch (error) {
    if (!(error instanceof ImgferryError) || error.scope !== 'document') throw error;
    if (standsAsPlanned(post, error, workshop)) return { file, edits: 0, state: 'unchanged' };
    return { file, edits: 0, state: 'refused', error: error.toReport() };
  }
}

/** A plan that is carried out twice finds its own text. */
function standsAsPlanned(
  { path, digest, edits }: PostToWrite,
  { code, facts }: ImgferryError,
  { ledger }: Pick<Workshop, 'ledger'>,
): boolean {
  if (code !== 'DOCUMENT_CHANGED') return false;
  return ledger
    .postEditsOf(pathInLedger(path, ledger))
    .some(
      (record) => record.before === digest && record.after === facts.found && isDeepStrictEqual(record.edits, edits),
    );
}
