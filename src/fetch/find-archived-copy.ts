import { ImgferryError } from '../core/errors.js';
import type { Stage } from '../core/stage.js';
import { parseJson } from '../lib/json-value.js';
import type { HttpClient } from '../net/http-client.js';
import { requireSuccess } from './request-image.js';

export interface ArchiveOptions {
  readonly client: HttpClient;
  /** Address of the archive: the Internet Archive's, or of what stands in for it; ends in `/`. */
  readonly archive: string;
}

/**
 * Asks the Wayback Machine whether it has a copy of an address ("Wayback Availability JSON API",
 * https://archive.org/help/wayback_api.php), and gives back where the copy's own bytes are: with `id_` behind its
 * timestamp an address of the archive serves what was archived, without the archive's frame.
 *
 * The stage gives undefined where there is no copy; it throws HTTP_STATUS, HTTP_BUSY and what the client throws.
 */
export function createArchiveStage({ client, archive }: ArchiveOptions): Stage<string, string | undefined> {
  return {
    name: 'archive',
    fingerprint: 'archive/1', // no setting changes what it has
    async run(url, { signal }) {
      const asked = `${archive}wayback/available?url=${encodeURIComponent(url)}`;
      const headers = { accept: 'application/json', referer: '' };
      const response = requireSuccess(await client.request({ url: asked, headers, signal, follow: 5 }), asked);
      const timestamp = timestampIn(await readText(response.body, asked));
      return timestamp === undefined ? undefined : `${copiesOf(archive)}web/${timestamp}id_/${url}`;
    },
  };
}

/** The Internet Archive serves its copies from a host of their own. */
function copiesOf(archive: string): string {
  return archive.replace(/^(https?:\/\/)archive\.org\//, '$1web.archive.org/');
}

const longestAnswer = 64 * 1024; // bytes

async function readText(body: AsyncIterable<Buffer>, url: string): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of body) {
    chunks.push(chunk);
    size += chunk.length;
    if (size > longestAnswer) throw new ImgferryError('TOO_LARGE', { url, limit: longestAnswer });
  }
  return Buffer.concat(chunks).toString('utf8');
}

/** Of `{"archived_snapshots": {"closest": {"available": true, "status": "200", "timestamp": "20130919044612", …}}}`. */
function timestampIn(json: string): string | undefined {
  const closest = fieldOf(fieldOf(parseJson(json), 'archived_snapshots'), 'closest');
  const timestamp = fieldOf(closest, 'timestamp');
  const status = fieldOf(closest, 'status') ?? '200';
  const isThere = fieldOf(closest, 'available') === true && String(status) === '200';
  return isThere && typeof timestamp === 'string' && /^\d{14}$/.test(timestamp) ? timestamp : undefined;
}

const fieldOf = (value: unknown, name: string): unknown =>
  typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;
