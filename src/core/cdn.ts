/** Who serves the addresses; decides which API is asked. */
export const cdnProviderNames = ['aliyun', 'tencent', 'cloudflare', 'cloudfront', 'http'] as const;

export type CdnProviderName = (typeof cdnProviderNames)[number];

/** `refresh`: the edge forgets what it has (purge, 刷新). `prefetch`: the edge fetches it before a reader does (预热). */
export type CdnAction = 'refresh' | 'prefetch';

/** What a submission names: one address, everything below an address, or everything with a cache tag. */
export type CdnTarget = 'url' | 'prefix' | 'tag';

/** What one kind of call may hold, as the provider documents it. */
export interface CdnLimit {
  readonly perCall: number;
  /** What a call may hold on some plans: tried once a whole call was accepted, given up when it is refused. */
  readonly growsTo?: number;
  /** Hosts that may stand in one call. */
  readonly hostsPerCall?: number;
  /** Characters of one address. */
  readonly longest?: number;
}

/** A provider's limits; a kind of target that is missing can't be submitted. */
export interface CdnLimits {
  readonly refresh: Readonly<Partial<Record<CdnTarget, CdnLimit>>>;
  readonly prefetch: Readonly<Partial<Record<CdnTarget, CdnLimit>>>;
  readonly callsPerSecond: number;
}

/** What may still be submitted today. */
export interface CdnQuota {
  readonly action: CdnAction;
  readonly target: CdnTarget;
  readonly remaining: number;
  /** A whole day's. */
  readonly limit: number;
}

/** What the provider says of something that was submitted. */
export interface CdnTaskStatus {
  readonly task: string;
  readonly action: CdnAction;
  readonly state: 'pending' | 'done' | 'failed';
  /** Undefined where the provider tells of whole tasks alone. */
  readonly address?: string;
  /** Epoch ms of the submission. */
  readonly at?: number;
  /** The provider's own words. */
  readonly detail?: string;
}

/** A domain of the account, as far as the provider tells. */
export interface CdnDomain {
  readonly name: string;
  readonly cname?: string;
  /** The provider's own word. */
  readonly status?: string;
  readonly https?: boolean;
  /** Epoch ms at which the certificate ends. */
  readonly certificateEnds?: number;
  readonly origins: readonly string[];
  readonly rules: readonly CdnRule[];
  /** Rules that the provider may have and doesn't tell here: that none is among `rules` says nothing. */
  readonly untold?: readonly CdnRule['kind'][];
}

export interface CdnRule {
  readonly kind: 'cache' | 'referer' | 'cors' | 'https' | 'other';
  /** The provider's own name of it. */
  readonly name: string;
  readonly settings: Readonly<Record<string, string>>;
}

/** One call's worth of targets. */
export interface CdnBatch {
  readonly target: CdnTarget;
  /** Addresses, or tags; as many as the limits allow at most. */
  readonly names: readonly string[];
  /** The same where a call is made again, so that a provider that knows it does it once; another on another day. */
  readonly reference: string;
}

export interface CdnCall {
  readonly signal: AbortSignal;
}

/**
 * One provider's calls, and nothing more: it neither retries nor slows down nor splits.
 *
 * Every call throws `ImgferryError`: CDN_ACCESS_DENIED, CDN_THROTTLED {retryAfter}, CDN_QUOTA_EXCEEDED, CDN_REFUSED
 * {hint: 'batch-size' where fewer would be taken}, CDN_UNREACHABLE, CREDENTIALS_MISSING.
 */
export interface CdnProvider {
  readonly name: CdnProviderName;
  /** Stable across runs: the provider and what of it is managed (a zone, an endpoint); never credentials. */
  readonly id: string;
  readonly limits: CdnLimits;
  /** @returns the task's id, where the provider gives one */
  submit(action: CdnAction, batch: CdnBatch, call: CdnCall): Promise<{ readonly task?: string }>;
  /** Undefined where the provider tells nothing of tasks. */
  readonly status: ((task: string | undefined, call: CdnCall) => Promise<readonly CdnTaskStatus[]>) | undefined;
  /** Empty where the provider has no quota that it tells. */
  quota(call: CdnCall): Promise<readonly CdnQuota[]>;
  /** Undefined where the provider has no account to ask. */
  readonly domains: ((call: CdnCall) => Promise<readonly CdnDomain[]>) | undefined;
}

/** What became of one address or tag that was to be submitted; plain, as the ledger keeps it. */
export interface CdnSubmission {
  /** `CdnProvider.id`. */
  readonly provider: string;
  readonly action: CdnAction;
  readonly target: CdnTarget;
  readonly name: string;
  /** `waiting`: for a later day. `sending`: recorded before the call; where it stays so, nobody knows whether it came. */
  readonly state: 'waiting' | 'sending' | 'sent';
  readonly task?: string;
  /** Epoch ms at which it was first asked for, and at which it was last sent or recorded. */
  readonly since: number;
  readonly at: number;
}
