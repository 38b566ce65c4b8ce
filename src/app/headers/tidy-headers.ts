import { ImgferryError } from '../../core/errors.js';
import type { HeaderChange, HeadersOutcome } from '../../core/header-change.js';
import { contentTypeOf, sniffFormat } from '../../core/image-format.js';
import type { HeaderCalls, ObjectInfo } from '../../core/storage.js';
import { retry } from '../../lib/retry.js';
import { runAll } from '../../pipeline/run-all.js';
import { compileKeyTemplate } from '../../storage/key-template.js';
import type { UseCaseContext } from '../context.js';
import { type OpenedStore, openStoreAlone } from '../objects/open-store-alone.js';
import { draftOutcome } from '../outcome-draft.js';
import { createKeyFilter } from '../path-filter.js';
import { inRun, recoverKilledRuns } from '../run-lifecycle.js';
import { recordTarget } from '../target.js';
import { differingHeaders, isTypeDoubtful } from './header-policy.js';

export interface TidyHeadersOptions {
  /** A store's name or address. */
  readonly store: string;
  /** What keys begin with; empty: all. */
  readonly prefix: string;
  /** False: says what it would do. */
  readonly write: boolean;
}

/**
 * Brings the headers of a store's objects to what a put would send today: the store's configured `headers`, the type that
 * an image's bytes have, and the cache time of keys that are made of their bytes. Inside the provider, only where they
 * differ, and only while the object is the one that was looked at; its other headers, its notes, class and access stay.
 * What was changed is recorded, for undo and for the CDN.
 *
 * Errors in the outcome: USAGE_INVALID for a folder, which keeps no headers, and what stores throw.
 */
export async function tidyHeaders(options: TidyHeadersOptions, context: UseCaseContext): Promise<HeadersOutcome> {
  const { write } = options;
  const found = { objects: 0, changes: [] as HeaderChange[] };
  const { outcome } = await draftOutcome('headers', { dryRun: !write }, context, async (draft) => {
    const opened = await openStoreAlone(options.store, write ? 'write' : 'read', context);
    const { ledger, store } = opened;
    const unlock = write ? ledger.lock() : () => undefined;
    try {
      const calls = opened.store.driver.headers;
      if (!calls) {
        throw new ImgferryError('USAGE_INVALID', {
          option: 'headers',
          expected: ['oss://…', 's3://…'],
          found: options.store,
        });
      }
      const tidy = async (run: string | undefined): Promise<void> => {
        const settle = createSettle(opened, calls, run, context);
        const limits = { atOnce: context.settings.concurrency, signal: context.signal };
        for await (const change of runAll(listWanted(opened, options.prefix, context), settle, limits)) {
          found.objects += 1;
          if (change) found.changes.push(change);
        }
      };
      if (!write) return await tidy(undefined);
      await recoverKilledRuns(ledger, draft, context);
      await inRun('headers', { ledger, draft, context }, async (run) => {
        const { publicUrl } = context.settings;
        recordTarget(ledger, store, opened.settings, { asked: options.store, publicUrl });
        await tidy(run);
      });
    } finally {
      unlock();
      await opened.close();
    }
  });
  const { run, notes, stopped, interrupted } = outcome;
  return {
    version: 1,
    ...(run === undefined ? {} : { run }),
    store: options.store,
    dryRun: !write,
    ...found,
    notes,
    ...(stopped === undefined ? {} : { stopped }),
    ...(interrupted === undefined ? {} : { interrupted }),
  };
}

async function* listWanted(
  { store }: OpenedStore,
  prefix: string,
  context: UseCaseContext,
): AsyncGenerator<ObjectInfo> {
  const isIncluded = createKeyFilter(context);
  for await (const info of store.list(prefix, context)) {
    if (isIncluded(info.key) && !info.key.endsWith('/')) yield info;
  }
}

type Settle = (listed: ObjectInfo) => Promise<HeaderChange | undefined>;

function createSettle(
  { store, settings, ledger }: OpenedStore,
  calls: HeaderCalls,
  run: string | undefined,
  context: UseCaseContext,
): Settle {
  const { signal } = context;
  const again = <Result>(action: () => Promise<Result>): Promise<Result> => retry(action, { attempts: 4, signal });
  const holdsDigest = compileKeyTemplate(context.settings.key).holdsDigest;

  async function typeByBytes(info: ObjectInfo): Promise<string | undefined> {
    if (!isTypeDoubtful(info)) return undefined;
    const { stream } = await again(() => store.driver.open(info.key, { signal }));
    for await (const chunk of stream) {
      stream.destroy(); // the first bytes tell
      const format = sniffFormat(chunk);
      return format === undefined || contentTypeOf(format) === info.contentType ? undefined : contentTypeOf(format);
    }
    return undefined;
  }

  function isMadeOfBytes({ key }: ObjectInfo): boolean {
    const recorded = ledger.objectAt(store.id, key);
    return holdsDigest && recorded !== undefined && key.includes(recorded.digest.slice(0, 16));
  }

  async function aclOf(info: ObjectInfo) {
    const { aclHeader: header } = calls;
    if (settings.headers[header] === undefined) return undefined;
    return { header, value: (await again(() => calls.readAcl(info.key, { signal }))) ?? 'own' };
  }

  async function differing(info: ObjectInfo): Promise<Pick<HeaderChange, 'before' | 'after'>> {
    const [contentType, acl] = [await typeByBytes(info), await aclOf(info)];
    const policy = { configured: settings.headers, isImmutable: isMadeOfBytes(info), contentType, acl };
    return differingHeaders(info, policy);
  }

  return async (listed) => {
    const url = store.publicUrl(listed.key);
    const change = { key: listed.key, ...(url === undefined ? {} : { url }) };
    let differences: Pick<HeaderChange, 'before' | 'after'> = { before: {}, after: {} };
    try {
      const info = await again(() => store.driver.head(listed.key, { signal }));
      if (!info) return undefined; // deleted since it was listed
      differences = await differing(info);
      if (Object.keys(differences.after).length === 0) return undefined;
      if (run === undefined) return { ...change, ...differences, state: 'planned' };
      const { etag: ifMatch = '' } = info;
      const record = { run, store: store.id, key: listed.key, ...differences };
      ledger.recordHeaderChange({ ...record, state: 'planned' });
      await again(() => calls.setHeaders(listed.key, differences.after, { ifMatch, signal }));
      await refuseUnchanged(info);
      ledger.setHeaderChangeState(record, 'written');
      return { ...change, ...differences, state: 'changed' };
    } catch (error) {
      if (!(error instanceof ImgferryError) || error.scope !== 'asset') throw error;
      return { ...change, ...differences, state: 'failed', error: error.toReport() };
    }
  };

  /** Reads the object back: what was asked for is there, the bytes are as many as before. */
  async function refuseUnchanged(before: ObjectInfo): Promise<void> {
    const after = await again(() => store.driver.head(before.key, { signal }));
    const left = after && (await differing(after)).after;
    const isSame = after?.size === before.size && after.checksum?.value === before.checksum?.value;
    if (left && isSame && Object.keys(left).length === 0) return;
    const facts = { key: before.key, store: store.id, found: Object.keys(left ?? {}).join(', ') || 'absent' };
    throw new ImgferryError('OBJECT_MISMATCH', facts);
  }
}
