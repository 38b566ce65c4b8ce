import type { CredentialsPlace } from '../credentials.js';
import type { PossibleAccount } from './possible-account.js';

const prefixes = [
  { provider: 'oss', prefix: 'OSS', regions: ['OSS_REGION'] },
  { provider: 'oss', prefix: 'ALIBABA_CLOUD', regions: ['ALIBABA_CLOUD_REGION_ID'] },
  { provider: 's3', prefix: 'AWS', regions: ['AWS_REGION', 'AWS_DEFAULT_REGION'] },
] as const;

/** Keys in the usual variables, and in those of any other prefix: ten sites can have ten pairs in one shell. */
export async function variableAccounts({ env }: CredentialsPlace): Promise<readonly PossibleAccount[]> {
  return [...usualAccounts(env), ...otherAccounts(env)];
}

type Variables = CredentialsPlace['env'];

function usualAccounts(env: Variables): readonly PossibleAccount[] {
  return prefixes
    .filter(({ prefix }) => Boolean(env[`${prefix}_ACCESS_KEY_ID`]))
    .map(({ provider, prefix, regions }) => {
      const region = regions.map((name) => env[name]).find(Boolean);
      return { provider, source: `env:${prefix}`, ...(region === undefined ? {} : { bucket: { region } }) };
    });
}

/** How the secret is named tells which kind of bucket the pair is for. */
function otherAccounts(env: Variables): readonly PossibleAccount[] {
  const usual = new Set<string>(prefixes.map(({ prefix }) => prefix));
  return Object.keys(env)
    .flatMap((name): readonly PossibleAccount[] => {
      const prefix = /^(\w+)_ACCESS_KEY_ID$/.exec(name)?.[1];
      if (prefix === undefined || usual.has(prefix)) return [];
      const source = `env:${prefix}`;
      if (env[`${prefix}_ACCESS_KEY_SECRET`]) return [{ provider: 'oss', source }];
      return env[`${prefix}_SECRET_ACCESS_KEY`] ? [{ provider: 's3', source }] : [];
    })
    .sort((one, other) => one.source.localeCompare(other.source, 'en', { numeric: true }));
}
