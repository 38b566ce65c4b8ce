import type { AssetOutcome } from '../../core/asset.js';
import type { CdnAction } from '../../core/cdn.js';
import { type CdnNameOutcome, countNames } from '../../core/cdn-outcome.js';
import { ImgferryError } from '../../core/errors.js';
import type { Ledger } from '../../core/ledger.js';
import type { HttpClient } from '../../net/http-client.js';
import { openCdn, openClient } from '../compose.js';
import type { UseCaseContext } from '../context.js';
import type { OutcomeDraft } from '../outcome-draft.js';
import {
  type AddressBook,
  createAddressBook,
  type GatheredNames,
  onlyAddresses,
  replacedAddresses,
} from './gather-names.js';
import { submitGroups } from './submit.js';

interface TellTools {
  readonly ledger: Ledger;
  readonly draft: OutcomeDraft;
  readonly context: UseCaseContext;
}

const isAsked = ({ settings: { cdnRefresh, cdnPrefetch } }: UseCaseContext): boolean => cdnRefresh || cdnPrefetch;

/** @throws ImgferryError CDN_NOT_CONFIGURED where the CDN is to be told of a run and there is none */
export function requireCdn(context: UseCaseContext): void {
  if (isAsked(context) && !context.settings.cdn) throw new ImgferryError('CDN_NOT_CONFIGURED');
}

/**
 * Tells the CDN what a run did, where that is asked for: to forget addresses that got other bytes or that it still
 * answers as absent, and to fetch new ones. The run is done: a CDN that can't be told is a note.
 */
export async function tellCdn(run: string, tools: TellTools): Promise<void> {
  const { ledger, draft, context } = tools;
  if (!isAsked(context)) return;
  const { cdnPrefetch, cdnRefresh } = context.settings;
  const book = createAddressBook(ledger, context);
  const images = [...draft.images.values()];
  const changed = onlyAddresses([
    ...replacedAddresses(run, ledger, book),
    ...images.flatMap((image) => staleAddress(image, book)),
  ]);
  const old = new Set(changed.names);
  const stored = onlyAddresses(images.flatMap(({ state, publicUrl }) => (state === 'stored' ? [publicUrl] : [])));
  const fresh = { ...stored, names: stored.names.filter((name) => !old.has(name)), withoutAddress: 0 };
  const told = [
    ...(cdnRefresh && changed.names.length > 0 ? [['refresh', changed] as const] : []),
    ...(cdnPrefetch && fresh.names.length > 0 ? [['prefetch', fresh] as const] : []),
  ];
  if (told.length === 0) return;
  const client = openClient(context);
  try {
    for (const [action, gathered] of told) await tell(action, { ...gathered, withoutAddress: 0 }, client, run, tools);
  } finally {
    await client.close();
  }
}

/** Stored, and yet its public address answered with nothing or with other bytes: the edge has it from before. */
function staleAddress({ error }: AssetOutcome, { owns }: AddressBook): readonly string[] {
  const isGone = error?.code === 'HTTP_STATUS' && (error.facts.status === 404 || error.facts.status === 410);
  if (!isGone && error?.code !== 'PUBLIC_MISMATCH') return [];
  const { url } = error.facts;
  return typeof url === 'string' && owns(url) ? [url] : [];
}

async function tell(
  action: CdnAction,
  gathered: GatheredNames,
  client: HttpClient,
  run: string,
  { ledger, draft, context }: TellTools,
): Promise<void> {
  const startedAt = ledger.runs().find(({ id }) => id === run)?.startedAt ?? context.now();
  const names = new Map<string, CdnNameOutcome>();
  const selection = { kind: 'run', run } as const;
  try {
    const provider = await openCdn(client, context);
    await submitGroups(
      [{ ...gathered, since: startedAt }],
      { provider, client, ledger, draft: names, note: draft.note, seen: { quota: [], calls: 0 } },
      { action, selection, write: true, spread: true, again: false },
      context,
    );
  } catch (error) {
    if (context.signal.aborted || !(error instanceof ImgferryError)) throw error;
    draft.note({ id: 'cdn-after-run-failed', facts: { action, run, error: error.code } });
  }
  const { sent, waiting, failed, sentBefore } = countNames([...names.values()], { calls: 0, elapsed: 0 });
  if (sent + waiting + failed + sentBefore === 0) return;
  const some = { ...(waiting > 0 ? { waiting } : {}), ...(failed > 0 ? { failed } : {}) };
  draft.note({
    id: 'cdn-after-run',
    facts: { action, sent, ...some, ...(sentBefore > 0 ? { before: sentBefore } : {}) },
  });
}
