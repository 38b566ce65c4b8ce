import { once } from 'node:events';
import { createReadStream, createWriteStream } from 'node:fs';
import { rename } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import { finished } from 'node:stream/promises';
import type { AssetState } from '../../core/asset.js';
import { asDigest, type Digest } from '../../core/digest.js';
import { ImgferryError } from '../../core/errors.js';
import type { Ledger } from '../../core/ledger.js';
import type { Checksum } from '../../core/storage.js';
import { errnoOf, fileError, temporaryPathFor } from '../../lib/files.js';
import { jsonText } from '../../lib/json-text.js';
import { isRecord, parseJson } from '../../lib/json-value.js';

/** An object as a manifest has it; `config/schemas/manifest-line.schema.json` describes a line. */
export interface ManifestLine {
  readonly key: string;
  /** Bytes. */
  readonly size: number;
  /** Of the bytes; null where the provider copied them and nobody here read them. */
  readonly digest: Digest | null;
  /** What the target's provider says of them. */
  readonly checksum: Checksum | null;
  /** At the target. */
  readonly etag: string | null;
  readonly source: string;
  readonly target: string;
  readonly state: AssetState;
}

export interface ManifestWriter {
  /** Digests alone, as `sha256sum -c` reads them. */
  readonly needsDigests: boolean;
  /** How many were added. */
  readonly lines: number;
  add(line: ManifestLine): Promise<void>;
  /** Puts the manifest in its place. */
  close(): Promise<void>;
}

/** Only a name that ends so; what it is for, it says itself. */
const hasDigestsAlone = (path: string): boolean => /(?:\.sha256|SHA256SUMS)$/.test(path);

/**
 * Writes a manifest beside its place, line by line, and puts it there at the end.
 *
 * @throws ImgferryError FOLDER_NOT_WRITABLE, DISK_FULL
 */
export function openManifest(
  path: string,
  ledger: Pick<Ledger, 'rememberTemporary' | 'forgetTemporary'>,
): ManifestWriter {
  const temporary = temporaryPathFor(path);
  ledger.rememberTemporary(temporary);
  const stream = createWriteStream(temporary, { flags: 'wx' });
  let failure: unknown;
  stream.on('error', (error) => {
    failure = error;
  });
  const refuse = (error: unknown): never => {
    const told = fileError(error, { path, denied: 'FOLDER_NOT_WRITABLE' });
    if (told instanceof ImgferryError) throw told;
    throw new ImgferryError('FOLDER_NOT_WRITABLE', { path, found: errnoOf(error) }, { cause: error });
  };
  const needsDigests = hasDigestsAlone(path);
  let lines = 0;
  return {
    needsDigests,
    get lines() {
      return lines;
    },
    async add(line) {
      if (failure !== undefined) refuse(failure);
      lines += 1;
      const text = needsDigests ? `${line.digest}  ${line.key}` : jsonText(line);
      if (!stream.write(`${text}\n`)) await once(stream, 'drain').catch(refuse);
    },
    async close() {
      try {
        stream.end();
        await finished(stream);
        await rename(temporary, path);
        ledger.forgetTemporary(temporary);
      } catch (error) {
        refuse(failure ?? error);
      }
    },
  };
}

/** What a manifest says of an object. */
export type ManifestEntry = Pick<ManifestLine, 'key' | 'digest' | 'checksum'> & { readonly size?: number };

/**
 * Reads a manifest of either form, line by line; objects that did not arrive are left out.
 *
 * @throws ImgferryError MANIFEST_INVALID {path, line, found}
 */
export async function* readManifest(path: string): AsyncGenerator<ManifestEntry> {
  let number = 0;
  try {
    for await (const text of createInterface({ input: createReadStream(path), crlfDelay: Number.POSITIVE_INFINITY })) {
      number += 1;
      if (text.trim() === '' || text.startsWith('#')) continue;
      const entry = text.startsWith('{') ? entryIn(text) : digestEntryIn(text);
      if (entry === undefined)
        throw new ImgferryError('MANIFEST_INVALID', { path, line: number, found: text.slice(0, 200) });
      if (entry !== 'absent') yield entry;
    }
  } catch (error) {
    if (error instanceof ImgferryError) throw error;
    throw new ImgferryError('MANIFEST_INVALID', { path, found: 'not-readable' }, { cause: error });
  }
}

function digestEntryIn(text: string): ManifestEntry | undefined {
  const [, hex = '', key = ''] = /^([0-9a-f]{64}) [ *](.+)$/.exec(text) ?? [];
  const digest = asDigest(hex);
  return digest && { key, digest, checksum: null };
}

function entryIn(text: string): ManifestEntry | 'absent' | undefined {
  const line = parseJson(text);
  if (!isRecord(line) || typeof line.key !== 'string' || typeof line.size !== 'number') return undefined;
  if (line.state === 'failed' || line.state === 'skipped') return 'absent';
  const { key, size } = line;
  const digest = typeof line.digest === 'string' ? asDigest(line.digest) : undefined;
  const checksum = checksumIn(line.checksum);
  return digest || checksum ? { key, size, digest: digest ?? null, checksum: checksum ?? null } : undefined;
}

function checksumIn(value: unknown): Checksum | undefined {
  if (!isRecord(value) || typeof value.value !== 'string') return undefined;
  const kind = kinds.find((name) => name === value.kind);
  return kind && { kind, value: value.value };
}

const kinds: readonly Checksum['kind'][] = ['md5', 'crc64', 'sha256'];
