import { readFile } from 'node:fs/promises';
import type { Digest } from '../core/digest.js';
import { ImgferryError } from '../core/errors.js';
import { digestOf } from '../lib/digest.js';
import { errnoOf, replaceFile } from '../lib/files.js';

export interface PostWrite {
  /** Absolute. */
  readonly path: string;
  /** The post as people know it, for the errors' facts. */
  readonly file: string;
  /** Of the bytes that the edits were planned for. */
  readonly expected: Digest;
  /** The whole text after the edits, a byte order mark included. */
  readonly text: string;
  /** Records the temporary file and the planned edit, durably, before either touches the disk. */
  readonly onPlanned?: (temporary: string) => void;
  /** Records that the post has its new text. */
  readonly onWritten?: (temporary: string) => void;
  /** Records that the post kept its old text and the temporary file is gone. */
  readonly onAbandoned?: (temporary: string) => void;
}

/**
 * Writes a post, whole or not at all, unless it is no longer the one that the edits were planned for; that is looked at
 * before anything is recorded and again when only the rename is left to do.
 *
 * @throws ImgferryError DOCUMENT_CHANGED {file, expected, found} (digests), DOCUMENT_MISSING {file}, DOCUMENT_UNREADABLE
 * {file, path, found}, DOCUMENT_NOT_WRITABLE {path, found}, DISK_FULL {path}
 */
export async function writePost(post: PostWrite): Promise<void> {
  await refuseChanged(post);
  let temporary: string | undefined;
  try {
    await replaceFile(post.path, post.text, {
      denied: 'DOCUMENT_NOT_WRITABLE',
      onTemporary: (path) => {
        post.onPlanned?.(path);
        temporary = path;
      },
      beforeRename: () => refuseChanged(post),
    });
  } catch (error) {
    if (temporary !== undefined && !(await standsAsWritten(post))) post.onAbandoned?.(temporary);
    throw error;
  }
  if (temporary !== undefined) post.onWritten?.(temporary);
}

async function refuseChanged({ path, file, expected }: PostWrite): Promise<void> {
  const found = digestOf(await readPost(path, file));
  if (found !== expected) throw new ImgferryError('DOCUMENT_CHANGED', { file, expected, found });
}

/** A sync of the folder can fail after the rename: then the new text stands, and the record must not say otherwise. */
async function standsAsWritten({ path, file, text }: PostWrite): Promise<boolean> {
  try {
    return digestOf(await readPost(path, file)) === digestOf(text);
  } catch (error) {
    if (error instanceof ImgferryError) return false;
    throw error;
  }
}

async function readPost(path: string, file: string): Promise<Buffer> {
  try {
    return await readFile(path);
  } catch (cause) {
    const found = errnoOf(cause);
    if (found === 'ENOENT' || found === 'ENOTDIR') throw new ImgferryError('DOCUMENT_MISSING', { file }, { cause });
    if (found === undefined) throw cause;
    throw new ImgferryError('DOCUMENT_UNREADABLE', { file, path, found }, { cause });
  }
}
