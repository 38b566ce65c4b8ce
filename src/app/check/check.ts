import type { CheckOutcome } from '../../core/check-outcome.js';
import type { UseCaseContext } from '../context.js';
import { noteProxy } from '../note-proxy.js';
import { type CheckDraft, draftCheck } from './draft-check.js';
import { type ChangeScope, findChanges } from './gather/changes.js';
import type { GatheredImages } from './gather/gather-images.js';
import { gatherPosts } from './gather/gather-posts.js';
import { compileIgnoreRules, type IgnoredAt } from './gather/ignore-rules.js';
import { lookAtImages } from './look/look-at-images.js';

export interface CheckOptions {
  /** Only posts that changed, or whose images did. */
  readonly changes?: ChangeScope;
  /** Only files: no network. */
  readonly local?: boolean;
  /** Every object of this store, by its name or address, in place of posts. */
  readonly store?: string;
  /** Redis of a queue whose workers look at addresses and objects. */
  readonly queue?: string;
  /** Writes the settings' baseline anew. */
  readonly updateBaseline?: boolean;
}

/** Looks at the images of posts, or of a store, as readers see them: a verdict for each. */
export function check(context: UseCaseContext, options: CheckOptions = {}): Promise<CheckOutcome> {
  const { changes, local = false, store, queue, updateBaseline = false } = options;
  const ignoredAt = compileIgnoreRules(context.settings.ignore);
  const isPartial = changes !== undefined || local;
  return draftCheck(context, { ignoredAt, isPartial, updateBaseline }, async (draft) => {
    if (store === undefined) return checkPosts({ changes, local, queue, ignoredAt }, draft, context);
    const { checkObjects } = await import('./check-objects.js');
    return checkObjects({ store, queue, ignoredAt }, draft, context);
  });
}

interface PostCheck {
  readonly changes: ChangeScope | undefined;
  readonly local: boolean;
  readonly queue: string | undefined;
  readonly ignoredAt: IgnoredAt;
}

async function checkPosts(
  { changes: scope, local, queue, ignoredAt }: PostCheck,
  draft: CheckDraft,
  context: UseCaseContext,
): Promise<void> {
  const changes = scope && (await findChanges(scope, context));
  const gathered = changes?.files.size === 0 ? nothing : await gatherPosts(changes, ignoredAt, context);
  const images = local ? gathered.images.filter(({ source }) => source.kind !== 'remote') : gathered.images;
  draft.addUnread(gathered.unread);
  draft.setScope({ documents: gathered.documents, images: images.length, ignored: gathered.ignored });
  if (changes && gathered.images.length === 0) {
    draft.note({ id: 'nothing-changed', facts: changes.base === undefined ? {} : { base: changes.base } });
  }
  const elsewhere = gathered.images.length - images.length;
  if (elsewhere > 0) draft.note({ id: 'remote-not-asked', facts: { images: elsewhere } });
  if (images.length === 0) return;
  if (images.some(({ source }) => source.kind === 'remote')) noteProxy(context, draft.note);
  const { useLookTools } = await import('./look-tools.js'); // its libraries take longer to load than git to answer
  const readInstead = changes?.readImage ?? (async () => undefined);
  await useLookTools(context, { note: draft.note, readInstead, queue }, (tools) =>
    lookAtImages(images, tools, { signal: context.signal, onSeen: draft.addSeen }),
  );
}

const nothing: GatheredImages = { images: [], unread: [], documents: 0, ignored: 0 };
