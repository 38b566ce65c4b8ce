import { ImgferryError } from '../core/errors.js';
import type { CredentialsPlace, ResolvedCredentials } from '../credentials/credentials.js';
import { resolveCredentials } from '../credentials/resolve-credentials.js';
import type { StoreAccount } from './store-kind.js';

/** A store's keys, looked for with the first request, so that a plan needs none. */
export interface KeptCredentials<Keys> {
  readonly credentials: () => Promise<Keys>;
  /** Looks again in place of ones that ran out; whether there are others now. */
  readonly renewCredentials: (expired: ResolvedCredentials) => Promise<boolean>;
}

export function keepCredentials<Keys extends ResolvedCredentials | undefined>(
  resolve: () => Promise<Keys>,
): KeptCredentials<Keys> {
  let found: Promise<Keys> | undefined;
  const credentials = (): Promise<Keys> => {
    found ??= resolve();
    return found;
  };
  return {
    credentials,
    /** Other tools write new keys into their files; of many calls that are refused at once the first looks. */
    async renewCredentials(expired) {
      const isCurrent = isSameKey(await credentials(), expired);
      if (isCurrent) found = resolve();
      return !isSameKey(await credentials(), expired);
    },
  };
}

/**
 * The keys of an account; undefined where it needs none, none is named and none is found.
 *
 * @throws ImgferryError CREDENTIALS_MISSING, CREDENTIALS_UNREADABLE
 */
export async function resolveAccount(
  { provider, source, isOptional }: StoreAccount,
  place: CredentialsPlace,
): Promise<ResolvedCredentials | undefined> {
  try {
    return await resolveCredentials({ provider, source, ...place });
  } catch (error) {
    const isAbsent = error instanceof ImgferryError && error.code === 'CREDENTIALS_MISSING' && !error.facts.found;
    if (isAbsent && isOptional && source === undefined) return undefined;
    throw error;
  }
}

const isSameKey = (one: ResolvedCredentials | undefined, other: ResolvedCredentials): boolean =>
  one?.accessKeyId === other.accessKeyId && one?.securityToken === other.securityToken;
