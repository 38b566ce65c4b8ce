import type { CredentialsPlace } from '../credentials.js';
import type { PossibleAccount } from './possible-account.js';

const prefixes = [
  { provider: 'oss', prefix: 'OSS', regions: ['OSS_REGION'] },
  { provider: 'oss', prefix: 'ALIBABA_CLOUD', regions: ['ALIBABA_CLOUD_REGION_ID'] },
  { provider: 's3', prefix: 'AWS', regions: ['AWS_REGION', 'AWS_DEFAULT_REGION'] },
] as const;

/** Keys in the usual variables. */
export async function variableAccounts({ env }: CredentialsPlace): Promise<readonly PossibleAccount[]> {
  return prefixes
    .filter(({ prefix }) => Boolean(env[`${prefix}_ACCESS_KEY_ID`]))
    .map(({ provider, prefix, regions }) => {
      const region = regions.map((name) => env[name]).find(Boolean);
      return { provider, source: `env:${prefix}`, ...(region === undefined ? {} : { bucket: { region } }) };
    });
}
