import { relative, sep } from 'node:path';
import { ImgferryError } from '../core/errors.js';
import type { Ledger } from '../core/ledger.js';
import { digestOf } from '../lib/digest.js';
import { applyEdits, originalsOf } from '../rewrite/apply-edits.js';
import { confirmEdits } from '../rewrite/confirm-edits.js';
import { writePost } from '../rewrite/write-post.js';
import { readDocument } from '../scan/read-document.js';
import { type ScannedText, scanText } from '../scan/scan-document.js';
import type { PostToWrite } from './post-to-write.js';

/**
 * Makes the edits of one post: applied in memory, confirmed by a second parser and a second scan, recorded, written.
 *
 * @throws ImgferryError DOCUMENT_CHANGED, DOCUMENT_MISSING, EDIT_NOT_CONFIRMED, … (scope `document`), DISK_FULL
 */
export async function rewritePost(post: PostToWrite, run: string, ledger: Ledger): Promise<void> {
  const { file, path, digest, edits } = post;
  const { text: before, digest: found } = await readDocument(path);
  if (found !== digest) throw new ImgferryError('DOCUMENT_CHANGED', { file, expected: digest, found });
  const after = applyEdits(before, edits);
  const rescan = createRescan(post);
  await confirmEdits({ file, before, after, edits, rescan });
  const inLedger = pathInLedger(path, ledger);
  const originals = originalsOf(before, edits);
  await writePost({
    path,
    file,
    expected: digest,
    text: after,
    onPlanned(temporary) {
      const record = { run, file: inLedger, before: digest, after: digestOf(after), edits, originals };
      ledger.together(() => {
        ledger.rememberTemporary(temporary);
        ledger.recordPostEdit({ ...record, state: 'planned' });
      });
    },
    onWritten(temporary) {
      ledger.setPostEditState(run, inLedger, 'written');
      ledger.forgetTemporary(temporary);
    },
    onAbandoned(temporary) {
      ledger.setPostEditState(run, inLedger, 'abandoned');
      ledger.forgetTemporary(temporary);
    },
  });
}

/** Scans a text as if it stood at the post's place. */
export function createRescan({
  file,
  path,
  site,
}: Pick<PostToWrite, 'file' | 'path' | 'site'>): (text: string) => ScannedText {
  return (text) => scanText(text, { document: file, path, site, links: true });
}

/** A post's path as the ledger has it: relative to the ledger's root, with `/`. */
export const pathInLedger = (path: string, ledger: Pick<Ledger, 'root'>): string =>
  relative(ledger.root, path).split(sep).join('/');
