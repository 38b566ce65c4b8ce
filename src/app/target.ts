import { relative, resolve } from 'node:path';
import { ImgferryError } from '../core/errors.js';
import type { Ledger } from '../core/ledger.js';
import type { ObjectStore } from '../core/storage.js';
import { addressPrefix } from '../storage/addresses.js';
import type { StoreSettings } from '../storage/store-settings.js';
import type { UseCaseContext } from './context.js';
import type { OutcomeDraft } from './outcome-draft.js';

/** The folder that a store is, where it is one. */
export function folderOf(store: StoreSettings): string | undefined {
  return store.kind === 'file' ? resolve(store.folder) : undefined;
}

/** Whether addresses of the store may ask for processing (`?x-oss-process=…`). */
export const servesProcessing = (store: StoreSettings): boolean => store.kind === 'oss';

/** The folder that posts name their images relative to, where that was asked for. */
export function relativeTo(store: StoreSettings): string | undefined {
  return store.publicUrl === 'relative' ? folderOf(store) : undefined;
}

/**
 * @throws ImgferryError PUBLIC_URL_MISSING {store} for a store that has no address to write into posts
 */
export function requirePublicAddress({ name, publicUrl }: StoreSettings): void {
  if (publicUrl === undefined) throw new ImgferryError('PUBLIC_URL_MISSING', { store: name });
}

/** The address that objects will get, with the template's fields still in it. */
export function templateAddress(store: StoreSettings, template: string): string {
  const base = store.publicUrl === undefined || store.publicUrl === 'relative' ? '' : store.publicUrl;
  return `${base}${addressPrefix(store)}${template}`;
}

/**
 * Lets the ledger remember how the target was named, so that it can be opened again; a folder by its path from the
 * ledger's root.
 *
 * @param asked the name or address that the person gave, parameters included: it was parsed, so it holds no secret
 */
export function recordTarget(
  ledger: Ledger,
  target: ObjectStore,
  store: StoreSettings,
  { asked, publicUrl }: { readonly asked: string; readonly publicUrl: string | undefined },
): void {
  const isFolder = store.kind === 'file' && store.name.startsWith('file:');
  const name = isFolder ? `file:${relative(ledger.root, resolve(store.folder)) || '.'}` : asked;
  ledger.recordStore(target.id, { name, ...(publicUrl === undefined ? {} : { publicUrl }) });
}

/** How the person named the target. */
export const targetNamed = ({ settings: { to = '', publicUrl } }: UseCaseContext) => ({ asked: to, publicUrl });

/** Asks the store once before anything is sent: what forbids the work is thrown, what a person should know is noted. */
export async function preflight(store: ObjectStore, draft: OutcomeDraft, context: UseCaseContext): Promise<void> {
  const { findings } = await store.driver.preflight({ signal: context.signal });
  for (const finding of findings) {
    if (finding.id === 'versioned' || finding.id === 'no-conditional-put') {
      draft.note({ id: 'overwrite-guard-missing', facts: { store: store.id, ...finding.facts } });
    }
    if (finding.id === 'forced-download') draft.note({ id: 'forced-download', facts: finding.facts });
    if (finding.id === 'clock') draft.note({ id: 'clock-off', facts: finding.facts });
  }
}

/** Whether public addresses are read back: as asked, else where the store is a bucket that has one. */
export function readsPublicly(store: StoreSettings, verify: 'stored' | 'public' | undefined): boolean {
  const isReadable = store.publicUrl !== undefined && URL.canParse(store.publicUrl);
  return isReadable && (verify === undefined ? store.kind !== 'file' : verify === 'public');
}
