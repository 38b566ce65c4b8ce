import { ImgferryError } from '../../core/errors.js';
import type { HeaderChangeRecord } from '../../core/header-change.js';
import type { Ledger } from '../../core/ledger.js';
import { asObjectKey } from '../../core/object-key.js';
import type { HeaderCalls, ObjectStore } from '../../core/storage.js';
import { retry } from '../../lib/retry.js';
import { runAll } from '../../pipeline/run-all.js';
import { openClient, openRecordedStore } from '../compose.js';
import type { UseCaseContext } from '../context.js';
import { asIdentity } from '../image-identity.js';
import type { OutcomeDraft } from '../outcome-draft.js';
import { hasHeaders } from './header-policy.js';

/**
 * Gives objects the headers back that they had before a run. An object that has other headers by now stays and is named.
 *
 * Outcomes: `stored` with `headers-restored`; `failed` with REPLACED_SINCE and what stores throw.
 */
export async function undoHeaders(
  changes: readonly HeaderChangeRecord[],
  ledger: Ledger,
  draft: OutcomeDraft,
  context: UseCaseContext,
): Promise<void> {
  if (changes.length === 0) return;
  const client = openClient(context);
  try {
    for (const id of new Set(changes.map(({ store }) => store))) {
      const { store } = await openRecordedStore(id, { ledger, client }, context);
      try {
        await undoIn(
          store,
          changes.filter((change) => change.store === id),
          ledger,
          draft,
          context,
        );
      } finally {
        await store.close();
      }
    }
  } finally {
    await client.close();
  }
}

async function undoIn(
  store: ObjectStore,
  changes: readonly HeaderChangeRecord[],
  ledger: Ledger,
  draft: OutcomeDraft,
  { settings, signal }: UseCaseContext,
): Promise<void> {
  const calls = store.driver.headers;
  if (!calls) throw new Error(`the headers of ${store.id} were changed, and it has none`);
  const undo = async (change: HeaderChangeRecord) => {
    const { key } = change;
    const image = {
      identity: asIdentity(`store:${store.id}/${key}`),
      url: store.publicUrl(asObjectKey(key)) ?? key,
      key,
    };
    try {
      ledger.setHeaderChangeState(change, await restoreHeaders(change, store, calls, signal));
      return { ...image, state: 'stored', reason: 'headers-restored' } as const;
    } catch (error) {
      if (!(error instanceof ImgferryError) || error.scope !== 'asset') throw error;
      return { ...image, state: 'failed', error: error.toReport() } as const;
    }
  };
  for await (const outcome of runAll(changes, undo, { atOnce: settings.concurrency, signal })) draft.addImage(outcome);
}

/** @returns `abandoned` where the run was killed before it changed anything */
async function restoreHeaders(
  { key: text, before, after, state }: HeaderChangeRecord,
  { driver, id }: ObjectStore,
  calls: HeaderCalls,
  signal: AbortSignal,
): Promise<'undone' | 'abandoned'> {
  const key = asObjectKey(text);
  const again = <Result>(action: () => Promise<Result>): Promise<Result> => retry(action, { attempts: 4, signal });
  const info = await again(() => driver.head(key, { signal }));
  if (!info) throw new ImgferryError('OBJECT_NOT_FOUND', { key, store: id });
  const { aclHeader: header } = calls;
  const acl =
    header in after ? { header, value: (await again(() => calls.readAcl(key, { signal }))) ?? 'own' } : undefined;
  const names = Object.keys(after);
  const wanted = Object.fromEntries(names.map((name) => [name, before[name]]));
  if (hasHeaders(info, wanted, acl)) return state === 'planned' ? 'abandoned' : 'undone';
  if (!hasHeaders(info, after, acl)) {
    throw new ImgferryError('REPLACED_SINCE', { path: key, expected: names, hint: 'headers' });
  }
  const without = names.filter((name) => before[name] === undefined);
  const { etag: ifMatch = '' } = info;
  await again(() => calls.setHeaders(key, before, { ifMatch, without, signal }));
  return 'undone';
}
