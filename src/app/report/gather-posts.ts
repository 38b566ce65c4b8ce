import { resolve } from 'node:path';
import type { Identity } from '../../core/asset.js';
import { ImgferryError } from '../../core/errors.js';
import type { PostEditRecord } from '../../core/ledger.js';
import type { ReportedImage, ReportedPost } from '../../core/run-report.js';
import { errnoOf } from '../../lib/files.js';
import { applyEdits } from '../../rewrite/apply-edits.js';
import { undoEdits } from '../../rewrite/undo-edits.js';
import { unifiedDiff } from '../../rewrite/unified-diff.js';
import { type DocumentSource, readDocument } from '../../scan/read-document.js';
import { displayPath } from '../image-identity.js';
import type { Surroundings } from './picture-source.js';

/** Posts with what was changed in them: as a diff where one of the two texts stands there still. */
export async function gatherPosts(
  records: readonly PostEditRecord[],
  images: ReadonlyMap<Identity, ReportedImage>,
  { ledger, cwd }: Surroundings,
): Promise<readonly ReportedPost[]> {
  const posts: ReportedPost[] = [];
  for (const record of records) {
    const path = resolve(ledger.root, record.file);
    const file = displayPath(path, cwd);
    const found = await readPost(path);
    const now = typeof found === 'string' ? found : standing(record, found);
    const diff = typeof found === 'string' ? undefined : diffOf(record, file, found);
    const edits = record.edits.flatMap(({ identity, line, column, raw, address }) => {
      const image = images.get(identity);
      return image ? [{ line, column, old: raw, new: address, image }] : [];
    });
    posts.push({ file, state: record.state, now, edits, ...(diff === undefined ? {} : { diff }) });
  }
  return posts;
}

async function readPost(path: string): Promise<DocumentSource | 'missing' | 'unreadable'> {
  try {
    return await readDocument(path);
  } catch (error) {
    if (!(error instanceof ImgferryError)) throw error;
    const code = errnoOf(error.cause);
    return code === 'ENOENT' || code === 'ENOTDIR' ? 'missing' : 'unreadable';
  }
}

function standing({ before, after }: PostEditRecord, { digest }: DocumentSource): ReportedPost['now'] {
  if (digest === after) return 'as-written';
  return digest === before ? 'as-before' : 'changed';
}

function diffOf(record: PostEditRecord, file: string, { digest, text }: DocumentSource): string | undefined {
  if (digest === record.before) return unifiedDiff({ file, before: text, after: applyEdits(text, record.edits) });
  if (digest !== record.after) return undefined;
  const before = undoEdits({ file, record, text, digest, history: [], scan: neverAsked }).text;
  return unifiedDiff({ file, before, after: text });
}

/** An unchanged post goes back by its spans. */
function neverAsked(): never {
  throw new Error('a post as it was written needs no scan');
}
