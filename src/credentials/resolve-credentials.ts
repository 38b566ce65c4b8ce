import { ImgferryError } from '../core/errors.js';
import { findAliyunProfile } from './aliyun-profile.js';
import { findAwsProfile } from './aws-profile.js';
import type {
  CredentialsPlace,
  CredentialsProvider,
  CredentialsSource,
  FindCredentials,
  ResolvedCredentials,
} from './credentials.js';
import {
  awsVariables,
  findInAwsVariables,
  findInVariables,
  findLoginInVariables,
  ossVariables,
  webDavVariables,
} from './environment-keys.js';
import { findOssutilProfile } from './ossutil-profile.js';
import { findUploaderOf } from './picgo-uploader.js';
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
  const { sources } = chains[provider];
  if (source === undefined) return resolveByDefault(provider, place);
  if (typeof source !== 'string') return { ...source, from: { kind: 'config', name: 'credentials' } };
  const [kind = '', name = ''] = source.split(/:(.*)/s);
  const find = Object.hasOwn(sources, kind) ? sources[kind] : undefined;
  if (!find) throw new ImgferryError('CREDENTIALS_MISSING', { provider, source, expected: formsOf(provider) });
  const found = await find(place, name);
  if (found) return found;
  throw new ImgferryError('CREDENTIALS_MISSING', { provider, source, expected: [source] });
}

/** Where one provider's keys can be. */
interface Chain {
  /** By the word before the colon. */
  readonly sources: Readonly<Record<string, FindCredentials>>;
  /** What is asked, in this order, where no source is named. */
  readonly byDefault: readonly (readonly [find: FindCredentials, name: string])[];
  /** The same as a person finds it. */
  readonly places: readonly string[];
}

const chains: Readonly<Record<CredentialsProvider, Chain>> = {
  oss: {
    sources: {
      env: findInVariables,
      profile: findAliyunProfile,
      ossutil: findOssutilProfile,
      picgo: findUploaderOf('picgo', 'oss'),
      piclist: findUploaderOf('piclist', 'oss'),
      rclone: findRcloneRemote,
    },
    // OSS tools' own order: ossutil's variables, the SDKs' variables, then the files that ossutil and the CLI write
    byDefault: [
      [findInVariables, 'OSS'],
      [findInVariables, 'ALIBABA_CLOUD'],
      [findOssutilProfile, 'default'],
      [findAliyunProfile, ''],
    ],
    places: [...ossVariables, '~/.ossutilconfig', '~/.aliyun/config.json'],
  },
  s3: {
    sources: {
      env: findInAwsVariables,
      profile: findAwsProfile,
      picgo: findUploaderOf('picgo', 's3'),
      piclist: findUploaderOf('piclist', 's3'),
      rclone: findRcloneRemote,
    },
    byDefault: [
      [findInAwsVariables, 'AWS'],
      [findAwsProfile, ''],
    ],
    places: [...awsVariables, '~/.aws/credentials', '~/.aws/config'],
  },
  webdav: {
    sources: { env: findLoginInVariables },
    byDefault: [[findLoginInVariables, 'WEBDAV']],
    places: webDavVariables,
  },
};

const forms: Readonly<Record<string, string>> = {
  env: 'env:PREFIX',
  profile: 'profile:NAME',
  ossutil: 'ossutil:NAME',
  picgo: 'picgo',
  piclist: 'piclist',
  rclone: 'rclone:NAME',
};

const formsOf = (provider: CredentialsProvider): readonly string[] =>
  Object.keys(chains[provider].sources).flatMap((kind) => forms[kind] ?? []);

async function resolveByDefault(provider: CredentialsProvider, place: CredentialsPlace): Promise<ResolvedCredentials> {
  const { byDefault, places } = chains[provider];
  for (const [find, name] of byDefault) {
    const found = await find(place, name);
    if (found) return found;
  }
  throw new ImgferryError('CREDENTIALS_MISSING', { provider, expected: places });
}

/** A store in a run, as far as keys are concerned. */
export interface StoreKeys {
  readonly name: string;
  readonly provider: CredentialsProvider;
  /** Two stores in one bucket, or on one server, are one account. */
  readonly place: string;
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
    if (new Set(alike.map((store) => store.place)).size < 2) continue;
    const names = alike.map((store) => store.name);
    throw new ImgferryError('CREDENTIALS_AMBIGUOUS', { provider, stores: names, expected: formsOf(provider) });
  }
}

/**
 * A provider's one token, in `PREFIX_API_TOKEN`.
 *
 * @param source `env:PREFIX`; undefined: the usual prefix
 * @throws ImgferryError CREDENTIALS_MISSING {source, expected}
 */
export function resolveToken({
  source,
  env,
  usual,
}: {
  readonly source: string | undefined;
  readonly env: CredentialsPlace['env'];
  readonly usual: string;
}): string {
  const [kind, prefix] = (source ?? `env:${usual}`).split(/:(.*)/s);
  const token = kind === 'env' ? env[`${prefix}_API_TOKEN`] : undefined;
  if (token) return token;
  const expected = [kind === 'env' ? `${prefix}_API_TOKEN` : 'env:PREFIX'];
  throw new ImgferryError('CREDENTIALS_MISSING', { source: source ?? `env:${usual}`, expected });
}
