import { posix } from 'node:path';
import type { CheckedImage } from '../../core/check-outcome.js';

/** `posts/a.md`, relative to the working directory, as the repository's root sees it. */
export function fromRepository(file: string, repositoryPath = ''): string {
  return posix.normalize(`${repositoryPath}${file}`);
}

/** Whether an image is named by an address rather than by a path. */
export const isRemote = ({ url }: CheckedImage): boolean => /^[a-z][a-z\d+.-]*:/i.test(url);

/** RFC 3986: a relative path as a URI reference. */
export function asUriPath(path: string): string {
  return path
    .split('/')
    .map((segment) => encodeURIComponent(segment.toWellFormed()))
    .join('/');
}
