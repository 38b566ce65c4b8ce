import { text } from 'node:stream/consumers';
import { findGitRoot } from '../../config/find-config.js';
import { ImgferryError } from '../../core/errors.js';
import type { LookedThrough } from '../../core/orphan.js';
import type { ObjectInfo, ObjectStore } from '../../core/storage.js';
import { runAll } from '../../pipeline/run-all.js';
import type { UseCaseContext } from '../context.js';
import { isAskedByName } from './asked-by-name.js';
import { readBranchTexts } from './branch-texts.js';
import { spellingsOf } from './decode-text.js';
import { createKeyIndex, type KeyIndex } from './key-index.js';
import { foldersAround, readTexts } from './text-files.js';

export interface FoundOrphans {
  /** How many objects were looked at. */
  readonly objects: number;
  readonly orphans: readonly ObjectInfo[];
  readonly looked: LookedThrough;
}

export interface FindOptions {
  /** Posts and folders of posts; what is looked through is all of their repository. */
  readonly posts: readonly string[];
  readonly branches: boolean;
  readonly isWanted: (key: string) => boolean;
  /** Told of what could not be read: what it mentions isn't known. */
  readonly onUnread: (path: string) => void;
}

/**
 * The objects that nothing mentions: no text file of the posts' repository, none of its other branches where that is
 * asked for, and no text object of the store. What is asked for by its name alone is no orphan.
 */
export async function findOrphans(
  store: ObjectStore,
  options: FindOptions,
  context: UseCaseContext,
): Promise<FoundOrphans> {
  const folders = await foldersAround(options.posts, context);
  const infos: ObjectInfo[] = [];
  const texts: ObjectInfo[] = [];
  for await (const info of store.list('', context)) {
    if (isText(info)) texts.push(info);
    if (options.isWanted(info.key) && !info.key.endsWith('/')) infos.push(info);
  }
  const index = createKeyIndex(infos.map(({ key }) => key));
  const files = await markAll(
    readTexts(folders, (path) => options.onUnread(path), context),
    index,
  );
  const branchFiles = options.branches ? await markBranches(folders, index, context) : 0;
  const objects = await markObjects(store, texts, options, index, context);
  const orphans = infos.filter(({ key }) => !index.isMarked(key) && !isAskedByName(key));
  return { objects: infos.length, orphans, looked: { files, branchFiles, objects } };
}

async function markAll(texts: AsyncIterable<string>, index: KeyIndex): Promise<number> {
  let count = 0;
  for await (const one of texts) {
    count += 1;
    for (const spelling of spellingsOf(one)) index.mark(spelling);
  }
  return count;
}

/** @throws ImgferryError REPOSITORY_NOT_FOUND where no folder is in one */
async function markBranches(folders: readonly string[], index: KeyIndex, context: UseCaseContext): Promise<number> {
  const { home } = context.environment;
  const roots = new Set<string>();
  for (const cwd of folders) {
    const root = await findGitRoot({ cwd, home });
    if (root !== undefined) roots.add(root);
  }
  if (roots.size === 0) throw new ImgferryError('REPOSITORY_NOT_FOUND', { path: folders[0] });
  let count = 0;
  for (const root of roots) count += await markAll(readBranchTexts(root, context), index);
  return count;
}

const largestText = 16 * 2 ** 20;

/** A bucket may hold a site: its pages and style sheets mention images, too. */
const isText = ({ key, size }: ObjectInfo): boolean =>
  size <= largestText && /\.(?:html?|css|m?js|json|xml|svg|txt|md|webmanifest|m3u8|map|ya?ml|canvas)$/i.test(key);

async function markObjects(
  store: ObjectStore,
  texts: readonly ObjectInfo[],
  { onUnread }: FindOptions,
  index: KeyIndex,
  { settings, signal }: UseCaseContext,
): Promise<number> {
  const read = async ({ key }: ObjectInfo): Promise<{ key: string; content: string } | undefined> => {
    try {
      return { key, content: await text((await store.driver.open(key, { signal })).stream) };
    } catch (error) {
      signal.throwIfAborted();
      if (!(error instanceof ImgferryError) || error.scope === 'run') throw error;
      onUnread(key);
      return undefined;
    }
  };
  let count = 0;
  for await (const found of runAll(texts, read, { atOnce: settings.concurrency, signal })) {
    if (!found) continue;
    count += 1;
    for (const spelling of spellingsOf(found.content)) index.mark(spelling, found.key);
  }
  return count;
}
