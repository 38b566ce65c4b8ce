import { relative, sep } from 'node:path';
import type { Identity } from '../core/asset.js';

/** What is told of an image by an address, a real path or a store's key is its identity. */
export const asIdentity = (text: string): Identity => text as Identity;

/** A path as people see it: relative to the working directory, with `/`. */
export function displayPath(path: string, cwd: string): string {
  return relative(cwd, path).split(sep).join('/') || '.';
}

/** An address that would fill the screen, cut to its beginning. */
export const shorten = (raw: string): string => (raw.length > 80 ? `${raw.slice(0, 77)}…` : raw);
