import { isOwnMachine } from '../lib/own-machine.js';
import { canDecode } from './decode-content.js';

/**
 * What a Content-Encoding means to a browser: `none`, nothing to take off; `known`, what can be taken off here;
 * `secure-only`, one that browsers take off over https alone; `unknown-here`, one that they take off and we can't.
 */
export type ContentCoding = 'none' | 'known' | 'secure-only' | 'unknown-here';

/**
 * Reads the header as Chromium does (seen of 150): where it names anything that is no coding (`utf-8`, `aws-chunked`),
 * the body passes as it is, and br and zstd are taken off over https and from the own machine only.
 */
export function readContentCoding(header: string | undefined, url: string): ContentCoding {
  if (header === undefined) return 'none';
  const names = namesIn(header);
  if (names.length === 0 || names.some((name) => !browserCodings.has(name))) return 'none';
  if (!isSecure(url) && names.some((name) => secureOnly.has(name))) return 'secure-only';
  return names.every(canDecode) ? 'known' : 'unknown-here';
}

/** What a browser asks for at an address, less what nothing here takes off. */
export const acceptedCodings = (url: string): string => (isSecure(url) ? securely : plainly);

const listed = (...names: readonly string[]): string => names.filter(canDecode).join(', ');
const plainly = listed('gzip', 'deflate');
const securely = listed('gzip', 'deflate', 'br', 'zstd');

/** RFC 8878, 3.1.1: how a frame of zstd starts. */
export const startsLikeZstd = (bytes: Uint8Array): boolean =>
  bytes[0] === 0x28 && bytes[1] === 0xb5 && bytes[2] === 0x2f && bytes[3] === 0xfd;

const secureOnly = new Set(['br', 'zstd']);
const browserCodings = new Set(['gzip', 'x-gzip', 'deflate', ...secureOnly]);

function namesIn(header: string): readonly string[] {
  return header
    .split(',')
    .map((name) => name.trim().toLowerCase())
    .filter((name) => name !== '');
}

const isSecure = (url: string): boolean =>
  /^https:/i.test(url) || (URL.canParse(url) && isOwnMachine(new URL(url).hostname));
