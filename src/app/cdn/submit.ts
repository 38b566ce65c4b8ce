import { setTimeout as sleep } from 'node:timers/promises';
import { countCalls, planSubmission, refuseBeyondQuota, type SubmissionPlan } from '../../cdn/plan-submission.js';
import { limitOf, submitNames } from '../../cdn/submit-names.js';
import type { CdnAction, CdnLimit, CdnProvider, CdnQuota, CdnTarget } from '../../core/cdn.js';
import { type CdnNameOutcome, type CdnOutcome, countNames } from '../../core/cdn-outcome.js';
import { ImgferryError } from '../../core/errors.js';
import type { Ledger } from '../../core/ledger.js';
import type { Note } from '../../core/outcome.js';
import type { HttpClient } from '../../net/http-client.js';
import { openCdn, openClient } from '../compose.js';
import type { UseCaseContext } from '../context.js';
import { endOf } from '../outcome-draft.js';
import { useLedger } from '../use-ledger.js';
import { askAgain } from './ask-again.js';
import { type CdnSelection, type GatheredNames, gatherNames } from './gather-names.js';

export interface SubmitOptions {
  readonly action: CdnAction;
  readonly selection: CdnSelection;
  /** Otherwise it is a plan: the quota is asked, nothing is sent. */
  readonly write: boolean;
  /** What the quota has no room for is recorded, and sent by the same command on later days. */
  readonly spread: boolean;
  /** What was sent before is sent again. */
  readonly again: boolean;
}

/** What was sent so long ago (ms) is sent again when it is asked for. */
const sentCounts = 24 * 3600_000;

/**
 * Has the CDN forget addresses, or fetch them before a reader does. The quota is asked first; what would pass it is
 * refused before anything is sent. What was sent is recorded, so that the same command sends it once.
 *
 * @throws never but for bugs: what stops it stands in the outcome
 */
export async function submitToCdn(options: SubmitOptions, context: UseCaseContext): Promise<CdnOutcome> {
  const { action, write } = options;
  const started = context.now();
  const draft = new Map<string, CdnNameOutcome>();
  const notes: Note[] = [];
  const seen: { quota: readonly CdnQuota[]; calls: number } = { quota: [], calls: 0 };
  const { cdn } = context.settings;
  context.emit({ type: 'run-started', command: `cdn ${action}`, dryRun: !write });
  const end = await endOf(context, () =>
    useLedger(context, write ? 'lock' : 'read', async (ledger) => {
      const client = openClient(context);
      try {
        const provider = await openCdn(client, context);
        const submission = { provider, client, ledger, draft, note: (note: Note) => void notes.push(note), seen };
        await submitWith(submission, options, context);
      } finally {
        await client.close();
      }
    }),
  );
  context.emit({ type: 'run-finished' });
  const names = [...draft.values()];
  return {
    version: 1,
    command: `cdn ${action}`,
    dryRun: !write,
    ...(cdn ? { provider: cdn.provider } : {}),
    names,
    quota: seen.quota,
    notes,
    totals: countNames(names, { calls: seen.calls, elapsed: context.now() - started }),
    ...end,
  };
}

/** What a submission works with, and what it comes to. */
export interface Submission {
  readonly provider: CdnProvider;
  readonly client: HttpClient;
  readonly ledger: Ledger;
  /** By name. */
  readonly draft: Map<string, CdnNameOutcome>;
  readonly note: (note: Note) => void;
  readonly seen: { quota: readonly CdnQuota[]; calls: number };
}

async function submitWith(submission: Submission, options: SubmitOptions, context: UseCaseContext): Promise<void> {
  const { provider, ledger } = submission;
  const { action, selection } = options;
  const groups: readonly GatheredNames[] =
    selection.kind === 'waiting'
      ? namesWaiting(action, provider, ledger)
      : [await gatherNames(selection, submission, context)];
  await submitGroups(groups, submission, options, context);
}

/** Submits names that were gathered already; what becomes of each stands in the draft. */
export async function submitGroups(
  groups: readonly GatheredNames[],
  submission: Submission,
  options: SubmitOptions,
  context: UseCaseContext,
): Promise<void> {
  const { provider, note, seen } = submission;
  const { action, selection } = options;
  for (const { target } of groups) limitOf(provider, action, target); // before the quota is asked
  seen.quota = await askAgain(() => provider.quota(context), context);
  const plans = groups.map((gathered) => planGroup(gathered, submission, options, context));
  const outside = plans.reduce((sum, { refused }) => sum + refused.length, 0);
  const uncertain = plans.reduce((sum, { plan }) => sum + plan.uncertain, 0);
  const withoutAddress = groups.reduce((sum, group) => sum + group.withoutAddress, 0);
  if (withoutAddress > 0) note({ id: 'cdn-without-address', facts: { names: withoutAddress } });
  if (uncertain > 0) note({ id: 'cdn-batch-uncertain', facts: { names: uncertain } });
  if (outside > 0 && selection.kind !== 'urls') note({ id: 'cdn-other-hosts', facts: { names: outside } });
  for (const { plan, refused, limit } of plans) {
    draftPlan(plan, selection.kind === 'urls' ? refused : [], submission, context);
    draftUnsent(plan, submission, options);
    if (!options.spread && selection.kind !== 'waiting') refuseBeyondQuota(plan);
    if (options.write) await send(plan, submission, options, context);
    else seen.calls += countCalls(plan.toSend, limit);
  }
  noteWaiting(submission);
}

/** What earlier days recorded, by target. */
function namesWaiting(action: CdnAction, { id }: CdnProvider, ledger: Ledger): readonly GatheredNames[] {
  const rows = ledger.unfinishedSubmissions(id).filter((row) => row.action === action);
  if (rows.length === 0)
    throw new ImgferryError('USAGE_INVALID', { option: 'URL', expected: 'addresses', found: 'nothing' });
  return (['url', 'prefix', 'tag'] as const).flatMap((target): readonly GatheredNames[] => {
    const names = rows.filter((row) => row.target === target).map(({ name }) => name);
    return names.length === 0 ? [] : [{ target, names, withoutAddress: 0 }];
  });
}

interface GroupPlan {
  readonly plan: SubmissionPlan;
  readonly limit: CdnLimit;
  /** On hosts that the CDN doesn't serve. */
  readonly refused: readonly string[];
}

function planGroup(
  { target, names, since }: GatheredNames,
  { provider, ledger, seen }: Submission,
  { action, again }: SubmitOptions,
  { now, settings }: UseCaseContext,
): GroupPlan {
  const isServed = createHostFilter(target, settings.cdn?.domains ?? []);
  const limit = limitOf(provider, action, target);
  const plan = planSubmission({
    action,
    target,
    names: names.filter(isServed),
    limit,
    quota: seen.quota,
    known: (name) => ledger.submission(provider.id, action, target, name),
    notBefore: again ? Number.POSITIVE_INFINITY : (since ?? now() - sentCounts),
  });
  return { plan, limit, refused: names.filter((name) => !isServed(name)) };
}

function createHostFilter(target: CdnTarget, domains: readonly string[]): (name: string) => boolean {
  if (domains.length === 0 || target === 'tag') return () => true;
  const served = new Set(domains.map((domain) => domain.toLowerCase()));
  return (name) => {
    const { host, hostname } = new URL(name);
    return served.has(host) || served.has(hostname);
  };
}

/** What is settled before anything is sent. */
function draftPlan(
  { target, sentBefore, tooLong, action }: SubmissionPlan,
  refused: readonly string[],
  { provider, draft, note }: Submission,
  { settings }: UseCaseContext,
): void {
  const fail = (name: string, facts: Readonly<Record<string, string | readonly string[] | number>>): void => {
    const error = new ImgferryError('CDN_REFUSED', { provider: provider.name, url: name, ...facts }).toReport();
    draft.set(name, { name, target, state: 'failed', error });
  };
  for (const name of refused) fail(name, { hint: 'domain', expected: settings.cdn?.domains ?? [] });
  const { longest } = limitOf(provider, action, target);
  for (const name of tooLong) fail(name, { hint: 'too-long', expected: longest ?? 0 });
  for (const { name, task, at } of sentBefore) {
    draft.set(name, { name, target, state: 'sent-before', at, ...(task === undefined ? {} : { task }) });
  }
  if (sentBefore.length === 0) return;
  const at = Math.max(...sentBefore.map((row) => row.at));
  note({ id: 'cdn-not-sent-again', facts: { names: sentBefore.length, at } });
}

function draftUnsent(
  { target, toSend, beyond }: SubmissionPlan,
  { draft }: Submission,
  { spread, selection }: SubmitOptions,
): void {
  const later = spread || selection.kind === 'waiting' ? 'waiting' : 'planned';
  for (const name of toSend) draft.set(name, { name, target, state: 'planned' });
  for (const name of beyond) draft.set(name, { name, target, state: later });
}

async function send(
  plan: SubmissionPlan,
  { provider, ledger, draft, note, seen }: Submission,
  { spread }: SubmitOptions,
  { now, signal, emit }: UseCaseContext,
): Promise<void> {
  let hasSlowed = false;
  emit({ type: 'scanned', documents: 0, images: plan.toSend.length + plan.beyond.length });
  const tools = {
    provider,
    ledger,
    now,
    signal,
    wait: async (ms: number) => void (await sleep(ms, undefined, { signal })),
    onSlowDown(error: ImgferryError, attempt: number, delay: number) {
      hasSlowed = true;
      emit({ type: 'retrying', url: provider.id, error: error.toReport(), attempt, delay });
    },
    onSettled(outcomes: readonly CdnNameOutcome[]) {
      for (const outcome of outcomes) draft.set(outcome.name, outcome);
      emit({ type: 'cdn-submitted', names: outcomes.length });
    },
  };
  try {
    seen.calls += await submitNames(plan, tools, { spread: spread || plan.beyond.length > 0 });
  } finally {
    if (hasSlowed) note({ id: 'cdn-slowed-down', facts: {} });
  }
}

function noteWaiting({ draft, note }: Submission): void {
  const names = [...draft.values()].filter(({ state }) => state === 'waiting').length;
  if (names > 0) note({ id: 'cdn-waiting', facts: { names } });
}
