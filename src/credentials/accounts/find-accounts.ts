import { ImgferryError } from '../../core/errors.js';
import type { CredentialsTool, ToolAccount, UnusableAccount } from '../../core/tool-account.js';
import { redactKeyId } from '../../lib/redact.js';
import type { CredentialsPlace } from '../credentials.js';
import { resolveCredentials } from '../resolve-credentials.js';
import { aliyunAccounts } from './aliyun-accounts.js';
import { awsAccounts } from './aws-accounts.js';
import { ossutilAccounts } from './ossutil-accounts.js';
import { picgoAccounts } from './picgo-accounts.js';
import type { PossibleAccount } from './possible-account.js';
import { rcloneAccounts } from './rclone-accounts.js';
import { variableAccounts } from './variable-accounts.js';

type FindPossible = (place: CredentialsPlace) => Promise<readonly PossibleAccount[]>;

/** In the order in which they are offered: those that name a bucket first. */
const tools: readonly (readonly [CredentialsTool, FindPossible])[] = [
  ['picgo', (place) => picgoAccounts(place, 'picgo')],
  ['piclist', (place) => picgoAccounts(place, 'piclist')],
  ['environment', variableAccounts],
  ['ossutil', ossutilAccounts],
  ['aliyun', aliyunAccounts],
  ['aws', awsAccounts],
  ['rclone', rcloneAccounts],
];

export interface FoundAccounts {
  readonly accounts: readonly ToolAccount[];
  readonly unusable: readonly UnusableAccount[];
}

/** Every account that the configurations of other tools hold keys of, each proved by reading its keys. */
export async function findAccounts(place: CredentialsPlace): Promise<FoundAccounts> {
  const accounts: ToolAccount[] = [];
  const unusable: UnusableAccount[] = [];
  for (const [tool, findPossible] of tools) {
    try {
      for (const possible of await findPossible(place)) {
        const found = await proveAccount(tool, possible, place);
        if (found && 'error' in found) unusable.push(found);
        else if (found) accounts.push(found);
      }
    } catch (error) {
      unusable.push({ tool, error: reportOf(error) });
    }
  }
  return { accounts, unusable };
}

/** @returns undefined where it holds no keys at all: an empty profile, an uploader that was never set up */
async function proveAccount(
  tool: CredentialsTool,
  { provider, source, bucket }: PossibleAccount,
  place: CredentialsPlace,
): Promise<ToolAccount | UnusableAccount | undefined> {
  try {
    const { accessKeyId, from } = await resolveCredentials({ provider, source, ...place });
    return {
      tool,
      provider,
      source,
      keyId: redactKeyId(accessKeyId),
      ...(from.path === undefined ? {} : { path: from.path }),
      ...(bucket === undefined ? {} : { bucket }),
    };
  } catch (error) {
    const report = reportOf(error);
    return report.code === 'CREDENTIALS_MISSING' && report.facts.found === undefined
      ? undefined
      : { tool, error: report };
  }
}

function reportOf(error: unknown): UnusableAccount['error'] {
  if (error instanceof ImgferryError) return error.toReport();
  throw error;
}
