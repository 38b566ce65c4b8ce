/** What an error stops: one image, one post, or the whole run. */
export type ErrorScope = 'asset' | 'document' | 'run';

interface ErrorTraits {
  readonly scope: ErrorScope;
  /** `later`: the same call can succeed if it is made again. */
  readonly retry: 'never' | 'later';
  /** For run-scope errors: 2 the person must change something, 3 a rerun continues. */
  readonly exit?: 2 | 3;
}

const asset: ErrorTraits = { scope: 'asset', retry: 'never' };
const passing: ErrorTraits = { scope: 'asset', retry: 'later' };
const document: ErrorTraits = { scope: 'document', retry: 'never' };
const usage: ErrorTraits = { scope: 'run', retry: 'never', exit: 2 };
const stopped: ErrorTraits = { scope: 'run', retry: 'never', exit: 3 };

/** Every error there is. Codes are permanent; sentences are in `messages/`. */
const errorTable = {
  USAGE_INVALID: usage,
  CONFIG_INVALID: usage,
  CONFIG_UNREADABLE: usage,
  CONFIG_EXISTS: usage,
  ANSWERS_NEEDED: usage,
  STORE_UNKNOWN: usage,
  STORE_INVALID: usage,
  STORE_HAS_SECRET: usage,
  CREDENTIALS_MISSING: usage,
  CREDENTIALS_UNREADABLE: usage,
  CREDENTIALS_AMBIGUOUS: usage,
  CREDENTIALS_REJECTED: usage,
  NO_POSTS_FOUND: usage,
  POSTS_NOT_NAMED: usage,
  PATH_NOT_FOUND: usage,
  KEY_TEMPLATE_INVALID: usage,
  PUBLIC_URL_MISSING: usage,
  PORT_NOT_FREE: usage,
  REMAP_INVALID: usage,
  PLAN_INVALID: usage,
  MAP_INVALID: usage,
  RUN_UNKNOWN: usage,
  NOTHING_TO_UNDO: usage,
  BUCKET_NOT_FOUND: usage,
  REGION_WRONG: usage,
  ENDPOINT_FORBIDDEN: usage,
  STORE_ACCESS_DENIED: usage,
  FOLDER_NOT_WRITABLE: usage,
  FOLDER_ESCAPED: usage,
  BASELINE_INVALID: usage,
  MANIFEST_INVALID: usage,
  REPOSITORY_NOT_FOUND: usage,
  BASE_NOT_FOUND: usage,
  GIT_FAILED: usage,
  CDN_NOT_CONFIGURED: usage,
  CDN_UNSUPPORTED: usage,
  CDN_ACCESS_DENIED: usage,
  CDN_QUOTA_EXCEEDED: usage,
  QUEUE_SOFTWARE_MISSING: usage,
  QUEUE_INVALID: usage,
  QUEUE_REFUSED: usage,
  QUEUE_EVICTION: usage,
  QUEUE_IN_USE: usage,
  QUEUE_SETTINGS_DIFFER: usage,

  STORE_UNREACHABLE: { scope: 'run', retry: 'later', exit: 3 },
  STORE_ERROR: { scope: 'asset', retry: 'later' },
  STORE_REFUSED: asset,
  LISTING_FAILED: stopped,
  CDN_UNREACHABLE: { scope: 'run', retry: 'later', exit: 3 },
  CDN_THROTTLED: { scope: 'run', retry: 'later', exit: 3 },
  CDN_REFUSED: asset,
  QUEUE_UNREACHABLE: stopped,
  QUEUE_FULL: stopped,
  CLOCK_SKEWED: stopped,
  DISK_FULL: stopped,
  TOO_MANY_FILES: stopped,
  LEDGER_LOCKED: stopped,
  LEDGER_CORRUPT: stopped,
  LEDGER_FAILED: stopped,
  PUBLIC_ADDRESS_UNREADABLE: stopped,

  DOCUMENT_NOT_UTF8: document,
  DOCUMENT_UNREADABLE: document,
  DOCUMENT_CHANGED: document,
  DOCUMENT_MISSING: document,
  DOCUMENT_NOT_WRITABLE: document,
  EDIT_NOT_CONFIRMED: document,
  UNDO_SUPERSEDED: document,

  URL_INVALID: asset,
  ADDRESS_BLOCKED: asset,
  DNS_FAILED: asset,
  TLS_FAILED: asset,
  CONNECTION_FAILED: passing,
  RESPONSE_TIMEOUT: passing,
  RESPONSE_CUT: passing,
  HTTP_STATUS: asset,
  HTTP_BUSY: passing,
  REDIRECT_INVALID: asset,
  TOO_MANY_REDIRECTS: asset,
  TOO_LARGE: asset,
  FILE_MISSING: asset,
  FILE_UNREADABLE: asset,
  FILE_CHANGED: asset,
  FILE_NOT_WRITABLE: asset,
  IMAGE_BROKEN: asset,
  ENCODE_FAILED: asset,
  KEY_INVALID: asset,
  OBJECT_CONFLICT: asset,
  OBJECT_NOT_FOUND: asset,
  OBJECT_MISMATCH: asset,
  OBJECT_ARCHIVED: asset,
  CHECKSUM_MISMATCH: passing,
  PUBLIC_MISMATCH: asset,
  SOURCE_CHANGED: asset,
  RELINK_DIFFERENT: asset,
  REPAIR_UNPROVED: asset,
  ORIGINAL_MISSING: asset,
  REPLACED_SINCE: asset,
  QUEUE_JOB_DEAD: asset,
} as const satisfies Record<string, ErrorTraits>;

export type ErrorCode = keyof typeof errorTable;

/** Facts of an error, as plain JSON: what was expected, what was found, where. Never a secret. */
export type ErrorFacts = Readonly<Record<string, string | number | boolean | readonly string[] | undefined>>;

/** An error as it goes into an outcome or a ledger. */
export interface ErrorReport {
  readonly code: ErrorCode;
  readonly facts: ErrorFacts;
}

/** The one error class: facts at the throw, sentences in `messages/`. */
export class ImgferryError extends Error {
  override readonly name = 'ImgferryError';
  readonly code: ErrorCode;
  readonly facts: ErrorFacts;

  constructor(code: ErrorCode, facts: ErrorFacts = {}, options?: { readonly cause?: unknown }) {
    super(`${code} ${JSON.stringify(facts)}`, options);
    this.code = code;
    this.facts = facts;
  }

  get scope(): ErrorScope {
    return errorTable[this.code].scope;
  }

  /** Whether the same call can succeed if it is made again. */
  get isPassing(): boolean {
    return errorTable[this.code].retry === 'later';
  }

  toReport(): ErrorReport {
    return { code: this.code, facts: this.facts };
  }
}

/** What the system says when no more files may be opened (EMFILE, ENFILE) stops a run and is no bug; others stay. */
export function nameShortage(error: unknown): unknown {
  if (!(error instanceof Error) || error instanceof ImgferryError || !('code' in error)) return error;
  if (error.code !== 'EMFILE' && error.code !== 'ENFILE') return error;
  return new ImgferryError('TOO_MANY_FILES', { found: error.code }, { cause: error });
}

/** The exit code of a run that this error stopped: 2 or 3. */
export function exitCodeOf(code: ErrorCode): 2 | 3 {
  const traits: ErrorTraits = errorTable[code];
  return traits.exit ?? 3;
}

export const errorCodes = Object.keys(errorTable) as readonly ErrorCode[];
