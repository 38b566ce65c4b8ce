import { type ErrorReport, ImgferryError } from '../../core/errors.js';
import type { LookedThrough, Orphan, OrphansOutcome } from '../../core/orphan.js';
import type { ObjectInfo } from '../../core/storage.js';
import { runAll } from '../../pipeline/run-all.js';
import { openReadableStores, openSpoolOf } from '../compose.js';
import type { UseCaseContext } from '../context.js';
import { type OpenedStore, openStoreAlone } from '../objects/open-store-alone.js';
import { draftOutcome, type OutcomeDraft } from '../outcome-draft.js';
import { createKeyFilter } from '../path-filter.js';
import { inRun, recoverKilledRuns } from '../run-lifecycle.js';
import { recordTarget } from '../target.js';
import { type ArchiveTools, archiveObject, restoreObject, settleArchives } from './archive-object.js';
import { findOrphans } from './find-orphans.js';
import { findTwins } from './find-twins.js';

export interface OrphansOptions {
  /** A store's name or address. */
  readonly store: string;
  /** Other branches are looked through, too. */
  readonly branches: boolean;
  /** `list` names them; `archive` moves those that are old enough below a prefix; `restore` brings those back. */
  readonly action:
    | { readonly kind: 'list' }
    | { readonly kind: 'archive'; readonly prefix: string; readonly olderThan: number }
    | { readonly kind: 'restore'; readonly prefix: string };
  /** False: says what it would do. */
  readonly write: boolean;
}

/**
 * Objects that nothing mentions in the repository of the settings' `posts`. Other sites may still link to them, so nothing
 * is deleted: they can be moved below a prefix, and brought back.
 *
 * Errors in the outcome: USAGE_INVALID without posts or with a prefix that can't be, PATH_NOT_FOUND, what stores throw.
 */
export async function orphans(options: OrphansOptions, context: UseCaseContext): Promise<OrphansOutcome> {
  const { action, write } = options;
  const dryRun = !write || action.kind === 'list';
  const found: Findings = { objects: 0, looked: { files: 0, branchFiles: 0, objects: 0 }, orphans: [] };
  const { outcome } = await draftOutcome('orphans', { dryRun }, context, async (draft) => {
    const opened = await openStoreAlone(options.store, dryRun ? 'read' : 'write', context);
    try {
      const unlock = dryRun ? () => undefined : opened.ledger.lock();
      try {
        if (!dryRun) await recoverKilledRuns(opened.ledger, draft, context);
        await work(opened, { ...options, dryRun }, found, draft, context);
      } finally {
        unlock();
      }
    } finally {
      await opened.close();
    }
  });
  const { run, notes, stopped, interrupted } = outcome;
  return {
    version: 1,
    store: options.store,
    dryRun,
    ...(run === undefined ? {} : { run }),
    ...found,
    notes,
    ...(stopped === undefined ? {} : { stopped }),
    ...(interrupted === undefined ? {} : { interrupted }),
  };
}

/** Filled while the work goes on, so that what was done is told even where it is stopped. */
interface Findings {
  objects: number;
  looked: LookedThrough;
  readonly orphans: Orphan[];
}

async function work(
  opened: OpenedStore,
  options: OrphansOptions & { readonly dryRun: boolean },
  found: Findings,
  draft: OutcomeDraft,
  context: UseCaseContext,
): Promise<void> {
  const { action, dryRun } = options;
  const { store, ledger } = opened;
  const prefix = action.kind === 'list' ? undefined : archivePrefix(action.prefix, action.kind);
  const planned =
    action.kind === 'restore'
      ? await planRestore(opened, prefix ?? '', found, context)
      : await planArchive(opened, options, prefix, found, draft, context);
  if (dryRun) return void found.orphans.push(...planned.map(({ orphan }) => orphan));
  const spool = openSpoolOf(ledger, context);
  await settleArchives({ store, ledger, spool, signal: context.signal });
  const isToDo = ({ orphan }: PlannedOrphan): boolean => orphan.state === 'to-archive' || orphan.state === 'to-restore';
  found.orphans.push(...planned.filter((one) => !isToDo(one)).map(({ orphan }) => orphan));
  if (!planned.some(isToDo)) return;
  await inRun('orphans', { ledger, draft, context }, async (run) => {
    recordTarget(ledger, store, opened.settings, { asked: options.store, publicUrl: context.settings.publicUrl });
    const tools = { store, ledger, spool, run, signal: context.signal };
    const limits = { atOnce: context.settings.concurrency, signal: context.signal };
    for await (const orphan of runAll(planned.filter(isToDo), (one) => carryOut(one, tools), limits)) {
      found.orphans.push(orphan);
    }
  });
}

interface PlannedOrphan {
  readonly info: ObjectInfo;
  readonly orphan: Orphan;
}

async function planArchive(
  opened: OpenedStore,
  { branches, action }: OrphansOptions,
  prefix: string | undefined,
  found: Findings,
  draft: OutcomeDraft,
  context: UseCaseContext,
): Promise<readonly PlannedOrphan[]> {
  const { store, ledger } = opened;
  const { posts, keepOriginals } = context.settings;
  if (posts.length === 0) {
    throw new ImgferryError('USAGE_INVALID', { option: '--posts', expected: ['PATH'], found: 'nothing' });
  }
  const isIncluded = createKeyFilter(context);
  const kept = [prefix, keepOriginals, '.imgferry'].flatMap((one) => (one === undefined ? [] : [`${one}/`]));
  const isWanted = (key: string): boolean => isIncluded(key) && !kept.some((folder) => key.startsWith(folder));
  const onUnread = (path: string): void => draft.note({ id: 'text-unread', facts: { path } });
  const result = await findOrphans(store, { posts, branches, isWanted, onUnread }, context);
  found.objects = result.objects;
  found.looked = result.looked;
  if (result.orphans.length === 0) return [];
  const others = await openReadableStores(store, opened, context);
  try {
    const onAway = (name: string, { code }: ImgferryError): void =>
      draft.note({ id: 'twins-not-looked-for', facts: { store: name, code } });
    const twins = await findTwins(result.orphans, store, others, { ledger, onAway }, context);
    return result.orphans.map((info) => {
      const url = store.publicUrl(info.key);
      const orphan: Orphan = {
        key: info.key,
        size: info.size,
        ...(info.lastModified === undefined ? {} : { lastModified: info.lastModified }),
        ...(url === undefined ? {} : { url }),
        twins: twins.get(info.key) ?? [],
        ...fateOf(info, action, prefix, context),
      };
      return { info, orphan };
    });
  } finally {
    for (const other of others.values()) await other.close();
  }
}

/** One whose age isn't known is too young. */
function fateOf(
  { key, lastModified }: ObjectInfo,
  action: OrphansOptions['action'],
  prefix: string | undefined,
  { now }: UseCaseContext,
): Pick<Orphan, 'state' | 'archivedAs'> {
  if (action.kind !== 'archive') return { state: 'orphan' };
  const isOld = lastModified !== undefined && now() - lastModified >= action.olderThan;
  return isOld ? { state: 'to-archive', archivedAs: `${prefix}/${key}` } : { state: 'too-young' };
}

async function planRestore(
  { store }: OpenedStore,
  prefix: string,
  found: Findings,
  context: UseCaseContext,
): Promise<readonly PlannedOrphan[]> {
  const isIncluded = createKeyFilter(context);
  const planned: PlannedOrphan[] = [];
  for await (const info of store.list(`${prefix}/`, context)) {
    const key = info.key.slice(prefix.length + 1);
    if (key === '' || !isIncluded(key)) continue;
    found.objects += 1;
    const url = store.publicUrl(info.key);
    const { size, lastModified } = info;
    const facts = { ...(lastModified === undefined ? {} : { lastModified }), ...(url === undefined ? {} : { url }) };
    planned.push({ info, orphan: { key, size, ...facts, state: 'to-restore', archivedAs: info.key, twins: [] } });
  }
  return planned;
}

async function carryOut({ info, orphan }: PlannedOrphan, tools: ArchiveTools): Promise<Orphan> {
  try {
    const isRestored = orphan.state === 'to-restore';
    if (isRestored) await restoreObject(info, orphan.key, tools);
    else await archiveObject(info, orphan.archivedAs ?? '', tools);
    return { ...orphan, state: isRestored ? 'restored' : 'archived' };
  } catch (error) {
    return { ...orphan, state: 'failed', error: assetError(error) };
  }
}

/** One object's error is its outcome; anything else stops the run. */
function assetError(error: unknown): ErrorReport {
  if (error instanceof ImgferryError && error.scope === 'asset') return error.toReport();
  throw error;
}

/** @throws ImgferryError USAGE_INVALID where no keys can stand below it */
function archivePrefix(given: string, kind: 'archive' | 'restore'): string {
  const prefix = given.replace(/\/+$/, '');
  const isPrefix =
    prefix !== '' && prefix.split('/').every((part) => !/^\.{0,2}$/.test(part) && !/[\\\p{Cc}]/u.test(part));
  if (isPrefix) return prefix;
  throw new ImgferryError('USAGE_INVALID', { option: `--${kind}`, expected: ['PREFIX'], found: given });
}
