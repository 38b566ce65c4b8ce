import type { CdnNameOutcome } from '../../core/cdn-outcome.js';
import { ImgferryError } from '../../core/errors.js';
import type { Ledger } from '../../core/ledger.js';
import type { HttpClient } from '../../net/http-client.js';
import { openCdn } from '../compose.js';
import type { UseCaseContext } from '../context.js';
import type { OutcomeDraft } from '../outcome-draft.js';
import { submitGroups } from './submit.js';

/** What was sent so long ago (ms) is under way, and not sent again. */
const underWay = 10 * 60_000;

/**
 * Has the CDN forget addresses while a run goes on, where the settings say so: those that meet in one call. What is not
 * taken is told by the run's end, which tries again.
 *
 * @returns undefined where the CDN is not to be told; else whether an address was taken
 */
export function createForgetter(
  { ledger, client, draft }: { readonly ledger: Ledger; readonly client: HttpClient; readonly draft: OutcomeDraft },
  context: UseCaseContext,
): ((url: string) => Promise<boolean>) | undefined {
  const { cdn, cdnRefresh } = context.settings;
  if (!cdn || !cdnRefresh) return undefined;
  const waiting = new Set<string>();
  let last: Promise<ReadonlySet<string>> = Promise.resolve(new Set());
  let next: Promise<ReadonlySet<string>> | undefined;

  const send = async (): Promise<ReadonlySet<string>> => {
    next = undefined;
    const names = [...waiting];
    waiting.clear();
    const draftNames = new Map<string, CdnNameOutcome>();
    try {
      await submitGroups(
        [{ target: 'url', names, since: context.now() - underWay, withoutAddress: 0 }],
        {
          provider: await openCdn(client, context),
          client,
          ledger,
          draft: draftNames,
          note: draft.noteOnce,
          seen: { quota: [], calls: 0 },
        },
        { action: 'refresh', selection: { kind: 'prefixes', prefixes: [] }, write: true, spread: true, again: false },
        { ...context, emit: () => undefined }, // the run tells of itself
      );
    } catch (error) {
      if (context.signal.aborted || !(error instanceof ImgferryError)) throw error;
    }
    const isTaken = ({ state }: CdnNameOutcome): boolean => state === 'sent' || state === 'sent-before';
    const taken = new Set([...draftNames.values()].filter(isTaken).map(({ name }) => name));
    if (taken.size > 0) draft.noteOnce({ id: 'cdn-edge-refreshed', facts: {} });
    return taken;
  };

  return async (url) => {
    const name = new URL(url).href;
    waiting.add(name);
    next ??= last.then(send, send);
    last = next;
    return (await next).has(name);
  };
}
