import { dirname, extname, relative, sep } from 'node:path';
import type { ImageReference } from '../core/image-reference.js';
import { foldName } from '../lib/fold-name.js';
import { canStandAt } from '../rewrite/plan-edits.js';
import { locateDocument } from '../scan/locate-document.js';
import { readDocument } from '../scan/read-document.js';
import { expandExpression } from '../scan/resolve/expand-expression.js';
import { resolveAddress } from '../scan/resolve/resolve-address.js';
import type { Site } from '../scan/resolve/site.js';
import type { Destination } from './destination.js';
import type { ScannedPost } from './migrate/group-images.js';

/** Tells how a post names a destination. */
export interface PostAddresses {
  /**
   * The address to write in a reference's place, percent-encoded, without fragment.
   *
   * @returns undefined where the post can't name it: a file that its site doesn't publish, or that another rule finds
   */
  addressFor(reference: ImageReference, post: ScannedPost, destination: Destination): Promise<string | undefined>;
}

/**
 * What a post writes for a file must lead back to that file by the rules of the post's own site. Each post is read
 * once more for it; one that changed meanwhile is refused when it is written.
 */
export function createPostAddresses({ cwd }: { readonly cwd: string }): PostAddresses {
  const opened = new Map<string, Promise<OpenPost>>();
  const open = (post: ScannedPost): Promise<OpenPost> => {
    const known = opened.get(post.path) ?? openPost(post);
    opened.set(post.path, known);
    return known;
  };
  return {
    async addressFor(reference, post, destination) {
      switch (destination.kind) {
        case 'address':
          return destination.address;
        case 'file':
          return destination.address ?? addressOfFile(reference, destination.path, await open(post), cwd);
        case 'spelling':
          return respell(reference, destination.path, await open(post));
        case 'extension':
          return withExtension(reference, destination, await open(post));
      }
    },
  };
}

interface OpenPost {
  readonly path: string;
  readonly site: Site;
  /** Decoded, as it stands, by where it starts. */
  readonly written: ReadonlyMap<number, string>;
  /** Whether an address, by the rules of the site, is this file. */
  leadsTo(address: string, path: string): boolean;
}

async function openPost({ path, site }: ScannedPost): Promise<OpenPost> {
  const { text } = await readDocument(path);
  const { located, facts } = locateDocument(text, { path, site, links: true });
  return {
    path,
    site,
    written: new Map(located.map(({ span, address }) => [span.start, address])),
    leadsTo(address, file) {
      const { target } = resolveAddress(address, { path, site, ...facts });
      return target.kind === 'file' && target.exists && target.path === file;
    },
  };
}

/** From the site's root where the file is published from there, else from the post. */
function addressOfFile(reference: ImageReference, file: string, post: OpenPost, cwd: string): string | undefined {
  const { site } = post;
  const isInside = isBelow(site.root, file) || (site.generator === undefined && isBelow(cwd, file));
  if (!isInside || isHidden(relative(site.root, file))) return undefined;
  const root =
    site.generator === undefined ? undefined : publishedFolders(site).find((folder) => isBelow(folder, file));
  const addresses = [
    ...(root === undefined ? [] : [`/${pathBetween(root, file)}`]),
    ...(isPublishedBeside(file, post) ? [pathBetween(dirname(post.path), file)] : []),
  ];
  return addresses.map(encodePath).find((address) => canStandAt(reference, address) && post.leadsTo(address, file));
}

/** Where generators take files from as they are. */
function publishedFolders({ rootFolders }: Site): readonly string[] {
  const asTheyAre = ['static-folder', 'public-folder', 'source-folder', 'site-root'];
  return rootFolders.filter(({ rule }) => asTheyAre.includes(rule)).map(({ folder }) => folder);
}

/** Hexo and Hugo publish what stands beside a post and nothing that is elsewhere. */
function isPublishedBeside(file: string, { path, site }: OpenPost): boolean {
  return (site.generator !== 'hexo' && site.generator !== 'hugo') || isBelow(dirname(path), file);
}

const isBelow = (folder: string, file: string): boolean => {
  const path = relative(folder, file);
  return path !== '' && path !== '..' && !path.startsWith(`..${sep}`);
};

/** Generators leave out names that start with a dot. */
const isHidden = (path: string): boolean => path.split(sep).some((name) => /^\.[^.]/.test(name));

const pathBetween = (folder: string, file: string): string => relative(folder, file).split(sep).join('/');

/** What would end a path or mean another character; letters of every script stay readable. */
const encodePath = (path: string): string =>
  path.replace(/[\s%?#\\"<>]/g, (character) => encodeURIComponent(character));

/** What stands in the post with the names as the disk has them: the rest of it stays. */
function respell({ span }: ImageReference, file: string, post: OpenPost): string | undefined {
  const written = splitWritten(post.written.get(span.start));
  if (written === undefined) return undefined;
  const { before, path, after } = written;
  const respelled = respellPath(path, file);
  const address = before + respelled + after;
  return respelled !== path && post.leadsTo(address, file) ? address : undefined;
}

/** What stands in the post with another extension: the rest of it stays. */
function withExtension(
  { span }: ImageReference,
  { path: file, isThere }: Extract<Destination, { readonly kind: 'extension' }>,
  post: OpenPost,
): string | undefined {
  const written = splitWritten(post.written.get(span.start));
  if (written === undefined) return undefined;
  const { before, path, after } = written;
  const address = before + path.replace(/\.[^./\\]*$/, extname(file)) + after;
  return !isThere || post.leadsTo(address, file) ? address : undefined;
}

interface WrittenParts {
  /** A generator's expression around the path stands before and after it; the query belongs to `after`. */
  readonly before: string;
  readonly path: string;
  readonly after: string;
}

/** Without fragment: that is kept when the reference is edited; an expression around one is left alone. */
function splitWritten(written: string | undefined): WrittenParts | undefined {
  if (written === undefined) return undefined;
  const expansion = expandExpression(written);
  if (expansion?.kind === 'dynamic') return undefined;
  const { start, end } = expansion?.path ?? { start: 0, end: written.length };
  const [, path = '', query = '', fragment = ''] = /^([^?#]*)([^#]*)(.*)$/s.exec(written.slice(start, end)) ?? [];
  if (expansion && fragment !== '') return undefined;
  return { before: written.slice(0, start), path, after: query + written.slice(end) };
}

/** Compares names from the last on, as far as they are the same but for case. */
function respellPath(path: string, file: string): string {
  const parts = path.split(/([/\\])/);
  const names = file.split(sep);
  for (let part = parts.length - 1, name = names.length - 1; part >= 0 && name >= 0; part -= 2, name -= 1) {
    const [given = '', found = ''] = [parts[part], names[name]];
    const decoded = decode(given);
    if (foldName(decoded) !== foldName(found)) break;
    if (decoded !== found) parts[part] = decoded === given ? encodePath(found) : encodeURIComponent(found);
  }
  return parts.join('');
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text; // a percent sign that encodes nothing stands for itself
  }
}
