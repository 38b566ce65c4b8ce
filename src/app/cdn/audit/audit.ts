import { createEdgeAsker, type EdgeAsker } from '../../../cdn/audit/ask-edge.js';
import type { AuditRules, HostFacts } from '../../../cdn/audit/edge-facts.js';
import { judgeAddress } from '../../../cdn/audit/judge-address.js';
import { probeAddress, probeHost, requestsFor, requestsForHost } from '../../../cdn/audit/probe-address.js';
import {
  type AuditBudget,
  type AuditedAddress,
  type CdnAuditOutcome,
  type CdnSeverity,
  countFindings,
  severityOf,
} from '../../../core/cdn-finding.js';
import type { Ledger } from '../../../core/ledger.js';
import type { Note } from '../../../core/outcome.js';
import type { HttpClient } from '../../../net/http-client.js';
import { runAll } from '../../../pipeline/run-all.js';
import { openClient } from '../../compose.js';
import type { UseCaseContext } from '../../context.js';
import { endOf } from '../../outcome-draft.js';
import { useLedger } from '../../use-ledger.js';
import { type AddressToAudit, type AuditSelection, gatherAddresses } from './gather-addresses.js';
import { type OwnStores, openOwnStores } from './own-stores.js';

/** What an audit holds an address to where the configuration has no `cdn:`. */
const defaults = { cors: false, minAge: 86_400_000, slowAfter: 800, certificateAge: 14 * 86_400_000 };

/**
 * Looks at what the edge really answers for addresses, as readers ask: twice, with and without modern formats, from the
 * site, from another and from none, by parts. How many requests that takes is told before the first.
 *
 * @throws never but for bugs: what stops it stands in the outcome
 */
export async function auditCdn(selection: AuditSelection, context: UseCaseContext): Promise<CdnAuditOutcome> {
  const started = context.now();
  const audited: AuditedAddress[] = [];
  const notes: Note[] = [];
  const seen = { budget: { addresses: 0, hosts: 0, requests: 0 }, costs: { requests: 0, bytes: 0 } };
  context.emit({ type: 'run-started', command: 'cdn audit', dryRun: true });
  const end = await endOf(context, () =>
    useLedger(context, 'read', async (ledger) => {
      const client = openClient(context, { http2: true });
      const stores = openOwnStores({ ledger, client }, context);
      try {
        const note = (added: Note): void => void notes.push(added);
        await auditWith(
          { ledger, client, stores, note, seen, onAudited: (one) => audited.push(one) },
          selection,
          context,
        );
      } finally {
        await stores.close();
        await client.close();
      }
    }),
  );
  context.emit({ type: 'run-finished' });
  const addresses = audited.sort(worstFirst);
  return {
    version: 1,
    command: 'cdn audit',
    addresses,
    budget: seen.budget,
    notes,
    totals: countFindings(addresses, { ...seen.costs, elapsed: context.now() - started }),
    ...end,
  };
}

interface AuditTools {
  readonly ledger: Ledger;
  readonly client: HttpClient;
  readonly stores: OwnStores;
  readonly note: (note: Note) => void;
  readonly seen: { budget: AuditBudget; costs: EdgeAsker['costs'] };
  readonly onAudited: (address: AuditedAddress) => void;
}

async function auditWith(tools: AuditTools, selection: AuditSelection, context: UseCaseContext): Promise<void> {
  const { client, ledger, note, onAudited, seen, stores } = tools;
  const { emit, settings, signal } = context;
  const rules = rulesOf(context);
  const own = new Set([...(settings.cdn?.domains ?? []), ...stores.hosts]);
  const isOwn = (url: string): boolean =>
    own.size === 0 || own.has(new URL(url).host) || own.has(new URL(url).hostname);
  const gathered = await gatherAddresses(selection, { ledger, client, isOwn }, context);
  const { addresses, elsewhere, withoutAddress } = gathered;
  if (elsewhere > 0) note({ id: 'cdn-other-hosts', facts: { names: elsewhere } });
  if (withoutAddress > 0) note({ id: 'cdn-without-address', facts: { names: withoutAddress } });
  seen.budget = budgetOf(addresses, rules);
  emit({ type: 'budget', ...seen.budget });
  emit({ type: 'scanned', documents: 0, images: addresses.length });
  const asker = createEdgeAsker({ client, signal, maxBytes: settings.maxBytes });
  seen.costs = asker.costs;
  const audit = createAudit({ asker, client, stores, rules }, context);
  for await (const one of runAll(addresses, audit, { atOnce: settings.concurrency, signal })) onAudited(one);
}

function rulesOf({ now, settings }: UseCaseContext): AuditRules {
  const { cdn, site } = settings;
  return { ...defaults, ...cdn, site, hotlink: cdn?.hotlink, now: now() };
}

function budgetOf(addresses: readonly AddressToAudit[], rules: AuditRules): AuditBudget {
  const hosts = new Set(addresses.map(({ url }) => new URL(url).origin)).size;
  const requests = addresses.reduce((sum, { url }) => sum + requestsFor(url, rules), hosts * requestsForHost);
  return { addresses: addresses.length, hosts, requests };
}

function createAudit(
  {
    asker,
    client,
    stores,
    rules,
  }: {
    readonly asker: EdgeAsker;
    readonly client: HttpClient;
    readonly stores: OwnStores;
    readonly rules: AuditRules;
  },
  { emit }: UseCaseContext,
): (address: AddressToAudit) => Promise<AuditedAddress> {
  const hosts = new Set<string>();
  const nonce = `imgferry-${rules.now.toString(36)}`;
  const lookAtHost = async (url: string): Promise<HostFacts | undefined> => {
    const { origin } = new URL(url);
    if (hosts.has(origin)) return undefined;
    hosts.add(origin);
    return probeHost(url, asker, { origin: stores.originOf(url), inspectTls: client.inspectTls });
  };

  return async ({ url, places }) => {
    const host = await lookAtHost(url);
    const known = await stores.lookUp(url);
    const facts = await probeAddress(url, asker, {
      rules,
      stored: known?.stored,
      createSum: known?.createSum,
      host,
      nonce,
    });
    const findings = judgeAddress(facts, rules);
    emit({ type: 'image-checked', url, verdict: levels[worstOf(findings.map(({ id }) => severityOf(id)))] });
    return { url, findings, places };
  };
}

const levels = { error: 'broken', warn: 'warn', info: 'ok', none: 'ok' } as const;

const worstOf = (severities: readonly CdnSeverity[]): CdnSeverity | 'none' =>
  (['error', 'warn', 'info'] as const).find((one) => severities.includes(one)) ?? 'none';

function worstFirst(one: AuditedAddress, other: AuditedAddress): number {
  const rank = ({ findings }: AuditedAddress): number =>
    ['error', 'warn', 'info', 'none'].indexOf(worstOf(findings.map(({ id }) => severityOf(id))));
  return rank(one) - rank(other) || (one.url < other.url ? -1 : 1);
}
