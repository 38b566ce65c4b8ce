import { readFile } from 'node:fs/promises';
import type { Digest } from '../core/digest.js';
import { ImgferryError } from '../core/errors.js';
import { sniffFormat } from '../core/image-format.js';
import { digestOf } from '../lib/digest.js';

/** A document as it stands on disk. */
export interface DocumentSource {
  /** SHA-256 of the bytes. */
  readonly digest: Digest;
  /** Decoded; a byte order mark stays, so that encoding gives the same bytes again. */
  readonly text: string;
}

/**
 * Reads a document, strictly as UTF-8.
 *
 * @param path absolute
 * @throws ImgferryError DOCUMENT_UNREADABLE {path, found: the system's code}, DOCUMENT_NOT_UTF8 {path}
 */
export async function readDocument(
  path: string,
  options: { readonly signal?: AbortSignal } = {},
): Promise<DocumentSource> {
  const bytes = await readBytes(path, options);
  return { digest: digestOf(bytes), text: decodeDocument(path, bytes) };
}

/** The same without its digest. */
export async function readText(path: string, options: { readonly signal?: AbortSignal } = {}): Promise<string> {
  return decodeDocument(path, await readBytes(path, options));
}

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/**
 * @param path for the error's facts
 * @throws ImgferryError DOCUMENT_NOT_UTF8 {path}
 */
export function decodeDocument(path: string, bytes: Uint8Array): string {
  try {
    return utf8.decode(bytes);
  } catch (cause) {
    const isPicture = sniffFormat(bytes) !== undefined;
    throw new ImgferryError('DOCUMENT_NOT_UTF8', isPicture ? { path, hint: 'picture' } : { path }, { cause });
  }
}

async function readBytes(path: string, { signal }: { readonly signal?: AbortSignal }): Promise<Uint8Array> {
  try {
    return await readFile(path, { signal });
  } catch (cause) {
    signal?.throwIfAborted();
    throw new ImgferryError('DOCUMENT_UNREADABLE', { path, found: systemCode(cause) }, { cause });
  }
}

const systemCode = (error: unknown): string =>
  error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
