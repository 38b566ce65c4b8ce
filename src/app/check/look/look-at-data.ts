import type { ImageLook } from '../../../core/image-look.js';
import { verdictOf } from '../../../core/verdict.js';
import type { LookAtBytes } from './look-at-bytes.js';

/** Bytes from which a picture is better off in a file: bundlers put up to 4 or 8 KB into pages, and nobody minds. */
const largeFrom = 32 * 1024;

/** Looks at an image that stands in the post itself (RFC 2397; Fetch, "data: URLs"). */
export async function lookAtData(
  uri: string,
  lookAtBytes: LookAtBytes,
  call: { readonly signal: AbortSignal },
): Promise<ImageLook> {
  const data = await readDataUri(uri);
  if (!data) return { verdict: verdictOf(['address-invalid'], {}) };
  const { bytes, contentType } = data;
  const look = await lookAtBytes(bytes, { ...call, contentType });
  const { reasons, evidence } = look.verdict;
  if (bytes.length <= largeFrom) return look;
  return { ...look, verdict: verdictOf([...reasons, 'data-uri-large'], { ...evidence, bytes: bytes.length }) };
}

/** As browsers read it: Node's own `fetch` has the standard's algorithm and asks no network for this. */
async function readDataUri(uri: string): Promise<{ bytes: Uint8Array; contentType: string } | undefined> {
  try {
    const response = await fetch(uri);
    return {
      bytes: new Uint8Array(await response.arrayBuffer()),
      contentType: response.headers.get('content-type') ?? '',
    };
  } catch {
    return undefined; // no data: URL by the standard
  }
}
