import { ImgferryError } from '../core/errors.js';
import type { PostEditRecord } from '../core/ledger.js';
import { matchesAfter } from '../rewrite/undo-edits.js';
import { findDocuments } from '../scan/discover/find-documents.js';
import { readDocument } from '../scan/read-document.js';
import type { UseCaseContext } from './context.js';

/** The document that holds exactly what a run wrote; undefined where there is none. */
export type RenamedPostFinder = (record: PostEditRecord) => Promise<string | undefined>;

/** Looks through all documents below a folder; they are read once, when the first renamed post is looked for. */
export function createRenamedPostFinder(root: string, { signal }: UseCaseContext): RenamedPostFinder {
  let documents: Promise<readonly { readonly path: string; readonly digest: PostEditRecord['after'] }[]> | undefined;

  async function readAll() {
    const found: { path: string; digest: PostEditRecord['after'] }[] = [];
    for await (const path of findDocuments([root], { cwd: root, signal, onError: () => undefined })) {
      const digest = await digestOf(path);
      if (digest !== undefined) found.push({ path, digest });
    }
    return found;
  }

  return async (record) => {
    documents ??= readAll();
    return (await documents).find(({ digest }) => matchesAfter(record, digest))?.path;
  };
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
