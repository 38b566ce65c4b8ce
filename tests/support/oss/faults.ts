import { type OssError, ossErrors } from './oss-error.js';

/** What goes wrong with a request. */
export type Fault =
  /** Answers with an error and does nothing; the request's body is read first. */
  | { readonly kind: 'refuse'; readonly error: OssError }
  /** Cuts the connection when half of the request's body has arrived; nothing is stored. */
  | { readonly kind: 'cut-request' }
  /** Nothing goes wrong; says when half of the request's body has arrived, for the client to go wrong then. */
  | { readonly kind: 'tell-half'; readonly onHalf: () => void }
  /** Does what was asked, sends half of the answer's body and cuts the connection (without a body: sends nothing). */
  | { readonly kind: 'cut-response' }
  /** Does what was asked when `until` settles; meanwhile it is silent. */
  | { readonly kind: 'wait'; readonly until: Promise<unknown> }
  /** Does what was asked and answers with an error. */
  | { readonly kind: 'do-then-refuse'; readonly error: OssError }
  /** Answers well but for one header. */
  | { readonly kind: 'wrong-header'; readonly name: 'etag' | 'x-oss-hash-crc64ecma'; readonly value: string }
  /** The body arrives (PUT) or is sent (GET) with its first byte changed. */
  | { readonly kind: 'damage-body' }
  /** Answers a PUT as if all were well and keeps other bytes; a later look shows their ETag and CRC. */
  | { readonly kind: 'damage-stored' };

/** The ones that tests ask for again and again. */
export const faults = {
  serviceUnavailable: { kind: 'refuse', error: ossErrors.serviceUnavailable() },
  internalError: { kind: 'refuse', error: ossErrors.internalError() },
  forbidden: { kind: 'refuse', error: ossErrors.accessDenied() },
  conflict: { kind: 'refuse', error: ossErrors.fileAlreadyExists() },
  publicEndpointForbidden: { kind: 'refuse', error: ossErrors.publicEndpointForbidden() },
  storedButAnswered500: { kind: 'do-then-refuse', error: ossErrors.internalError() },
  cutRequest: { kind: 'cut-request' },
  cutResponse: { kind: 'cut-response' },
  wrongETag: { kind: 'wrong-header', name: 'etag', value: '"0123456789ABCDEF0123456789ABCDEF"' },
  wrongCrc: { kind: 'wrong-header', name: 'x-oss-hash-crc64ecma', value: '1' },
  damagedBody: { kind: 'damage-body' },
  damagedInStore: { kind: 'damage-stored' },
} as const satisfies Record<string, Fault>;

/** What a fault may be chosen by. */
export interface FaultTarget {
  readonly method: string;
  readonly bucket: string;
  readonly key: string;
  readonly query: ReadonlyMap<string, string>;
  readonly headers: Readonly<Record<string, string>>;
}

export interface FaultRule {
  readonly fault: Fault;
  /** Default: every request. */
  readonly when?: (request: FaultTarget) => boolean;
  /** How many requests it strikes; default 1. */
  readonly times?: number;
}

/** The server's switches; the first rule that fits strikes. */
export interface FaultSwitches {
  add(rule: FaultRule): void;
  clear(): void;
  /** Rules that have strikes left. */
  readonly pending: number;
}

export function createFaultSwitches(): FaultSwitches & { take(request: FaultTarget): Fault | undefined } {
  let rules: { readonly rule: FaultRule; left: number }[] = [];
  return {
    add(rule) {
      rules.push({ rule, left: rule.times ?? 1 });
    },
    clear() {
      rules = [];
    },
    get pending() {
      return rules.length;
    },
    take(request) {
      const found = rules.find(({ rule }) => rule.when?.(request) ?? true);
      if (found === undefined) return undefined;
      found.left -= 1;
      if (found.left <= 0) rules = rules.filter((one) => one !== found);
      return found.rule.fault;
    },
  };
}
