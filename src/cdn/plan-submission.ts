import type { CdnAction, CdnLimit, CdnQuota, CdnSubmission, CdnTarget } from '../core/cdn.js';
import { ImgferryError } from '../core/errors.js';

export interface SubmissionRequest {
  readonly action: CdnAction;
  readonly target: CdnTarget;
  /** Each once. */
  readonly names: readonly string[];
  readonly limit: CdnLimit;
  readonly quota: readonly CdnQuota[];
  /** What the ledger knows of a name. */
  readonly known: (name: string) => CdnSubmission | undefined;
  /** Epoch ms: what was sent since then is not sent again. */
  readonly notBefore: number;
}

/** What a submission comes to; each name stands in one of the lists. */
export interface SubmissionPlan {
  readonly action: CdnAction;
  readonly target: CdnTarget;
  readonly toSend: readonly string[];
  /** Beyond what the quota leaves today. */
  readonly beyond: readonly string[];
  readonly sentBefore: readonly CdnSubmission[];
  /** Longer than the provider takes. */
  readonly tooLong: readonly string[];
  /** Of `toSend`, those of which an interrupted run may have sent. */
  readonly uncertain: number;
  /** Undefined where the provider tells none. */
  readonly remaining: number | undefined;
}

/** Decides what is sent, from facts alone. */
export function planSubmission(request: SubmissionRequest): SubmissionPlan {
  const { action, target, names, limit, known } = request;
  const wanted: string[] = [];
  const sentBefore: CdnSubmission[] = [];
  const tooLong: string[] = [];
  let uncertain = 0;
  let notBefore = request.notBefore;
  const rows = names.map((name) => ({ name, row: known(name) }));
  // of a submission that is spread over days, what an earlier day sent is still sent
  for (const { row } of rows) if (row && row.state !== 'sent') notBefore = Math.min(notBefore, row.since);
  for (const { name, row } of rows) {
    if (limit.longest !== undefined && name.length > limit.longest) tooLong.push(name);
    else if (row?.state === 'sent' && row.at >= notBefore) sentBefore.push(row);
    else {
      wanted.push(name);
      if (row?.state === 'sending') uncertain += 1;
    }
  }
  const remaining = request.quota.find((one) => one.action === action && one.target === target)?.remaining;
  const room = remaining ?? wanted.length;
  const [toSend, beyond] = [wanted.slice(0, room), wanted.slice(room)];
  return { action, target, toSend, beyond, sentBefore, tooLong, uncertain, remaining };
}

/**
 * @throws ImgferryError CDN_QUOTA_EXCEEDED {action, target, expected, found} where the quota has no room for all of it
 */
export function refuseBeyondQuota({ action, target, beyond, toSend, remaining }: SubmissionPlan): void {
  if (beyond.length === 0) return;
  const found = toSend.length + beyond.length;
  throw new ImgferryError('CDN_QUOTA_EXCEEDED', { action, target, expected: remaining ?? 0, found, hint: 'spread' });
}

/** Takes one call's worth off the front: as many names as may stand in a call, of as many hosts. */
export function takeBatch(names: string[], perCall: number, { hostsPerCall }: CdnLimit): readonly string[] {
  const hosts = new Set<string>();
  let size = 0;
  for (; size < Math.min(perCall, names.length); size++) {
    if (hostsPerCall === undefined) continue;
    hosts.add(hostOf(names[size] ?? ''));
    if (hosts.size > hostsPerCall) break;
  }
  return names.splice(0, size);
}

/** Calls that so many names take; hosts together, so that few of them meet in a call. */
export function countCalls(names: readonly string[], limit: CdnLimit): number {
  const waiting = sortByHost(names);
  let calls = 0;
  for (; waiting.length > 0; calls++) takeBatch(waiting, limit.perCall, limit);
  return calls;
}

/** Names of one host together, else in their order. */
export function sortByHost(names: readonly string[]): string[] {
  const groups = new Map<string, string[]>();
  for (const name of names) {
    const host = hostOf(name);
    const group = groups.get(host);
    if (group) group.push(name);
    else groups.set(host, [name]);
  }
  return [...groups.values()].flat();
}

const hostOf = (name: string): string => /^https?:\/\/([^/?#]+)/.exec(name)?.[1] ?? '';
