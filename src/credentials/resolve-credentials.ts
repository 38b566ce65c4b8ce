import { ImgferryError } from '../core/errors.js';
import { findAliyunProfile } from './aliyun-profile.js';
import type {
  CredentialsPlace,
  CredentialsProvider,
  CredentialsSource,
  FindCredentials,
  ResolvedCredentials,
} from './credentials.js';
import { findInVariables, standardVariables } from './environment-keys.js';
import { findOssutilProfile } from './ossutil-profile.js';
import { findPicgoUploader } from './picgo-uploader.js';
import { findRcloneRemote } from './rclone-remote.js';

export interface ResolveOptions extends CredentialsPlace {
  readonly provider: CredentialsProvider;
  /** Undefined: the provider's usual variables, then the files of its own tools. */
  readonly source: CredentialsSource | undefined;
}

/**
 * Finds a store's keys. A source that is named is the only one asked; nothing of what is found is ever written.
 *
 * @throws ImgferryError CREDENTIALS_MISSING {provider, source, expected, found}, CREDENTIALS_UNREADABLE {path, name,
 *   found, expected}
 */
export async function resolveCredentials({ provider, source, ...place }: ResolveOptions): Promise<ResolvedCredentials> {
  if (source === undefined) return resolveByDefault(provider, place);
  if (typeof source !== 'string') return { ...source, from: { kind: 'config', name: 'credentials' } };
  const [kind = '', name = ''] = source.split(/:(.*)/s);
  const find = Object.hasOwn(sources, kind) ? sources[kind] : undefined;
  if (!find) throw new ImgferryError('CREDENTIALS_MISSING', { provider, source, expected: sourceForms });
  const found = await find(place, name);
  if (found) return found;
  throw new ImgferryError('CREDENTIALS_MISSING', { provider, source, expected: [source] });
}

const sources: Readonly<Record<string, FindCredentials>> = {
  env: findInVariables,
  profile: findAliyunProfile,
  ossutil: findOssutilProfile,
  picgo: findPicgoUploader,
  rclone: findRcloneRemote,
};

const sourceForms = ['env:PREFIX', 'profile:NAME', 'ossutil:NAME', 'picgo', 'rclone:NAME'];

/** OSS tools' own order: ossutil's variables, the SDKs' variables, then the files that ossutil and the CLI write. */
async function resolveByDefault(provider: CredentialsProvider, place: CredentialsPlace): Promise<ResolvedCredentials> {
  const found =
    (await findInVariables(place, 'OSS')) ??
    (await findInVariables(place, 'ALIBABA_CLOUD')) ??
    (await findOssutilProfile(place, 'default')) ??
    (await findAliyunProfile(place, ''));
  if (found) return found;
  const expected = [...standardVariables, '~/.ossutilconfig', '~/.aliyun/config.json'];
  throw new ImgferryError('CREDENTIALS_MISSING', { provider, expected });
}

/** A store in a run, as far as keys are concerned. */
export interface StoreKeys {
  readonly name: string;
  readonly provider: CredentialsProvider;
  /** Two stores in one bucket are one account. */
  readonly bucket: string;
  readonly source: CredentialsSource | undefined;
}

/**
 * Refuses a run whose stores would share one pair of variables by accident: two buckets of one provider, neither told
 * whose keys are its own.
 *
 * @throws ImgferryError CREDENTIALS_AMBIGUOUS {provider, stores, expected}
 */
export function refuseSharedKeys(stores: readonly StoreKeys[]): void {
  const untold = stores.filter((store) => store.source === undefined);
  for (const { provider } of untold) {
    const alike = untold.filter((store) => store.provider === provider);
    if (new Set(alike.map((store) => store.bucket)).size < 2) continue;
    const names = alike.map((store) => store.name);
    throw new ImgferryError('CREDENTIALS_AMBIGUOUS', { provider, stores: names, expected: sourceForms });
  }
}
