import { setTimeout as wait } from 'node:timers/promises';
import { ImgferryError } from '../core/errors.js';
import type { Ledger } from '../core/ledger.js';
import type { ObjectStore } from '../core/storage.js';
import { createLimiter, type Limiter } from '../lib/limiter.js';
import type { AssetPipeline } from '../pipeline/asset-pipeline.js';
import { compileKeyTemplate } from '../storage/key-template.js';
import type { StoreSettings } from '../storage/store-settings.js';
import { createForgetter } from './cdn/forget-addresses.js';
import {
  openClient,
  openLedgerOf,
  openNamedStore,
  openPipeline,
  openReadableStores,
  openSpoolOf,
  storeSettingsOf,
} from './compose.js';
import type { UseCaseContext } from './context.js';
import { noteProxy } from './note-proxy.js';
import type { OutcomeDraft } from './outcome-draft.js';
import { encodersAtOnce } from './prepare/encoding-room.js';
import { jobsAhead } from './queue/jobs-ahead.js';
import { refuseSharedKeysOf } from './store-keys.js';
import { requirePublicAddress } from './target.js';

/** How a use case wants the ledger: to look at, to note what was fetched, or alone with it to store and edit. */
export type LedgerAccess = 'read' | 'write' | 'lock';

/** What a run into a target works with. */
export interface Workshop {
  readonly ledger: Ledger;
  readonly target: ObjectStore;
  readonly targetSettings: StoreSettings;
  /** Other stores whose addresses are read through them. */
  readonly otherStores: readonly ObjectStore[];
  readonly pipeline: AssetPipeline;
  readonly io: Limiter;
  /** Images on their way at once: so many that neither network nor encoders wait for each other. */
  readonly inFlight: { readonly atOnce: number; readonly signal: AbortSignal };
}

export interface WorkshopOptions {
  readonly ledger: LedgerAccess;
  /** How long another run's lock is waited for, in ms; default not at all. */
  readonly patience?: number;
  /** Redis of a queue whose workers bring the images; undefined: this process does. */
  readonly queue?: string | undefined;
  readonly draft: OutcomeDraft;
}

/**
 * Opens what a run into the settings' target needs, and closes it whatever happens.
 *
 * @throws ImgferryError USAGE_INVALID without a target, PUBLIC_URL_MISSING for a target that posts can't point at
 */
export async function useWorkshop(
  context: UseCaseContext,
  { ledger: access, patience = 0, queue, draft }: WorkshopOptions,
  work: (workshop: Workshop) => Promise<void>,
): Promise<void> {
  const { settings, signal } = context;
  const targetSettings = targetSettingsOf(context);
  const closers: (() => unknown)[] = [];
  const opened = <Thing extends { close(): unknown }>(thing: Thing): Thing => {
    closers.unshift(() => thing.close());
    return thing;
  };
  try {
    const ledger = opened(await openLedgerOf(context, access === 'read' ? 'read' : 'write'));
    if (access === 'lock') closers.unshift(await takeLock(ledger, { patience, signal }));
    const client = opened(openClient(context));
    if (access !== 'read') noteProxy(context, draft.noteOnce);
    if (access !== 'read') noteKeyWithoutDigest(settings.key, ledger, draft);
    const target = opened(await openNamedStore(targetSettings, { ledger, client }, context));
    const readableStores = await openReadableStores(target, { ledger, client }, context);
    for (const store of readableStores.values()) opened(store);
    refuseSharedKeysOf([targetSettings, ...[...readableStores.keys()].map((name) => storeSettingsOf(name, context))]);
    const io = createLimiter(settings.concurrency);
    const onForcedDownload = (url: string): void => draft.noteOnce({ id: 'forced-download', facts: { url } });
    const spool = openSpoolOf(ledger, context);
    const far = queue === undefined ? undefined : await import('./queue/migrate/bring-elsewhere.js');
    const elsewhere =
      far && queue !== undefined
        ? opened(await far.bringElsewhere(queue, { ledger, target, readableStores, draft }, context))
        : undefined;
    const forget = createForgetter({ ledger, client, draft }, context);
    const stores = { target, targetSettings, readableStores };
    const parts = { ledger, spool, client, ...stores, io, onForcedDownload, forget, elsewhere };
    const pipeline = openPipeline(parts, context);
    const inFlight = { atOnce: far ? jobsAhead : settings.concurrency + 4 * encodersAtOnce(), signal };
    const otherStores = [...readableStores.values()];
    await work({ ledger, target, targetSettings, otherStores, pipeline, io, inFlight });
    if (access === 'lock') await spool.sweep();
  } finally {
    for (const close of closers) await close();
  }
}

/**
 * The store that the settings name as the target, with an address that posts can point at.
 *
 * @throws ImgferryError USAGE_INVALID without a target, PUBLIC_URL_MISSING
 */
export function targetSettingsOf(context: UseCaseContext): StoreSettings {
  const { to } = context.settings;
  if (to === undefined)
    throw new ImgferryError('USAGE_INVALID', { option: '--to', expected: 'store', found: 'nothing' });
  const settings = storeSettingsOf(to, context);
  requirePublicAddress(settings);
  return settings;
}

const askAgainAfter = 100; // ms

async function takeLock(
  ledger: Ledger,
  { patience, signal }: { readonly patience: number; readonly signal: AbortSignal },
): Promise<() => void> {
  for (let waited = 0; ; waited += askAgainAfter) {
    try {
      return ledger.lock();
    } catch (error) {
      const isLocked = error instanceof ImgferryError && error.code === 'LEDGER_LOCKED';
      if (!isLocked || waited >= patience) throw error;
      await wait(askAgainAfter, undefined, { signal });
    }
  }
}

/** Without its digest a key can't be told from the bytes: only the ledger knows which picture has one already. */
function noteKeyWithoutDigest(template: string, ledger: Ledger, draft: OutcomeDraft): void {
  if (compileKeyTemplate(template).holdsDigest || ledger.runs().length > 0) return;
  draft.noteOnce({ id: 'key-template-without-digest', facts: { template } });
}
