import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { ImgferryError } from '../core/errors.js';
import type { Ledger, PostEditRecord } from '../core/ledger.js';
import { matchesAfter, undoEdits } from '../rewrite/undo-edits.js';
import { findDocuments } from '../scan/discover/find-documents.js';
import { readDocument } from '../scan/read-document.js';
import { createSiteFinder } from '../scan/resolve/detect-site.js';
import type { UseCaseContext } from './context.js';
import { createRescan } from './rewrite-post.js';
import { siteOptions } from './scan.js';

/** The document that holds exactly what a run wrote; undefined where there is none. */
export type RenamedPostFinder = (record: PostEditRecord) => Promise<string | undefined>;

/**
 * Looks through all documents below a folder; they are read once, when the first renamed post is looked for. Each is
 * given out once: of two posts that were alike, one document is one of them.
 *
 * @param root that the files are relative to
 * @param files where the posts were that are looked for: what stands there is that post, and no renamed one
 */
export function createRenamedPostFinder(
  root: string,
  files: readonly string[],
  { signal }: UseCaseContext,
): RenamedPostFinder {
  const taken = new Set<string>();
  let documents: Promise<readonly { readonly path: string; readonly digest: PostEditRecord['after'] }[]> | undefined;

  async function readAll() {
    for (const file of files) taken.add(join(root, file));
    const found: { path: string; digest: PostEditRecord['after'] }[] = [];
    for await (const path of findDocuments([root], { cwd: root, signal, onError: () => undefined })) {
      const digest = await digestOf(path);
      if (digest !== undefined) found.push({ path, digest });
    }
    return found;
  }

  return async (record) => {
    documents ??= readAll();
    const found = (await documents).find(({ digest, path }) => !taken.has(path) && matchesAfter(record, digest));
    if (found) taken.add(found.path);
    return found?.path;
  };
}

/**
 * The newest edits of a post that is no longer under the name that it had, where one that a person names is that post:
 * it holds what the run wrote to the byte or, edited since, every address that the run wrote, and those of no other
 * post that is gone.
 *
 * @param path of the post that is named; nothing is found where it can't be read
 * @param edited edits that stand, the newest run first
 */
export async function findFormerRecord(
  path: string,
  edited: readonly PostEditRecord[],
  ledger: Ledger,
  context: UseCaseContext,
): Promise<PostEditRecord | undefined> {
  if (!existsSync(path)) return undefined;
  const newest = new Map(edited.toReversed().map((record) => [record.file, record]));
  const gone = [...newest.values()].filter(({ file }) => !existsSync(join(ledger.root, file)));
  if (gone.length === 0) return undefined;
  const { digest, text } = await readDocument(path);
  const exact = gone.find((record) => matchesAfter(record, digest));
  if (exact) return exact;
  const scan = createRescan({
    file: path,
    path,
    site: createSiteFinder(siteOptions(context))(dirname(path)),
  });
  const holding = gone.filter((record) => {
    const { kept, restored } = undoEdits({ file: path, record, text, digest, history: [record], scan });
    return restored.length > 0 && kept.length === 0;
  });
  return holding.length === 1 ? holding[0] : undefined;
}

/** Undefined for a document that can't be read: it is not the one that was written. */
async function digestOf(path: string) {
  try {
    return (await readDocument(path)).digest;
  } catch (error) {
    if (error instanceof ImgferryError) return undefined;
    throw error;
  }
}
