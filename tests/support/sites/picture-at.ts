import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import sharp from 'sharp';
import type { BuiltImage } from './built-images.js';
import { type LaidOutSite, webBase } from './lay-out-site.js';

/** What a site says of itself: where it is published. */
const publishedAt = /^https?:\/\/example\.com/;

/**
 * The bytes that a reader of a built page gets for an image: from the page itself, the built site, the origin of the
 * remote images or the loopback address they moved to.
 *
 * @param base path under which the site is published
 * @returns undefined where there is nothing
 */
export async function pictureAt(
  { place, url }: BuiltImage,
  pages: string,
  { base, origin }: Pick<LaidOutSite, 'origin'> & { readonly base: string },
): Promise<Buffer | undefined> {
  if (url.startsWith('data:')) return Buffer.from(url.slice(url.indexOf(',') + 1), 'base64');
  const moved = url.startsWith(webBase) ? origin.urlOf(`/${url.slice(webBase.length)}`) : url;
  if (moved.startsWith('http://127.0.0.1:')) return fetchBytes(moved);
  const page = place.slice(0, place.indexOf(' '));
  const { pathname } = new URL(url.replace(publishedAt, ''), `http://localhost${base}${encodeURI(page)}`);
  const path = decodeURIComponent(pathname);
  return path.startsWith(base) ? readFile(join(pages, path.slice(base.length))).catch(() => undefined) : undefined;
}

async function fetchBytes(url: string): Promise<Buffer | undefined> {
  const response = await fetch(url);
  const bytes = Buffer.from(await response.arrayBuffer());
  return response.ok ? bytes : undefined;
}

/** Whether two files show the same: their bytes, or what they look like where a generator encoded one anew. */
export async function showTheSame(one: Buffer, other: Buffer): Promise<boolean> {
  if (one.equals(other)) return true;
  const [first, second] = await Promise.all([lookOf(one), lookOf(other)]);
  return first.every((value, index) => Math.abs(value - (second[index] ?? 999)) < 8);
}

/** A few pixels of what it shows. */
const lookOf = async (bytes: Buffer): Promise<Buffer> =>
  sharp(bytes).removeAlpha().toColourspace('srgb').resize(4, 3, { fit: 'fill' }).raw().toBuffer();
