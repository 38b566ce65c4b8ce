import { ImgferryError } from '../core/errors.js';
import type { CredentialsPlace, ResolvedCredentials } from './credentials.js';

/** The variables of the default chain, for the message that none is set. */
export const standardVariables = ['OSS_ACCESS_KEY_ID', 'ALIBABA_CLOUD_ACCESS_KEY_ID'];

/**
 * Keys in `PREFIX_ACCESS_KEY_ID`, `PREFIX_ACCESS_KEY_SECRET` and, for temporary ones, `PREFIX_SESSION_TOKEN` or
 * `PREFIX_SECURITY_TOKEN`. Empty variables count as not set.
 *
 * @throws ImgferryError CREDENTIALS_MISSING {source, expected, found} when only half of a pair is set
 */
export async function findInVariables(
  { env }: CredentialsPlace,
  prefix: string,
): Promise<ResolvedCredentials | undefined> {
  const [idName, secretName] = [`${prefix}_ACCESS_KEY_ID`, `${prefix}_ACCESS_KEY_SECRET`];
  const [accessKeyId, accessKeySecret] = [env[idName], env[secretName]];
  if (!accessKeyId && !accessKeySecret) return undefined;
  if (!accessKeyId || !accessKeySecret) {
    const [found, expected] = accessKeyId ? [idName, secretName] : [secretName, idName];
    throw new ImgferryError('CREDENTIALS_MISSING', { source: `env:${prefix}`, expected: [expected], found });
  }
  const securityToken = env[`${prefix}_SESSION_TOKEN`] || env[`${prefix}_SECURITY_TOKEN`];
  return {
    accessKeyId,
    accessKeySecret,
    ...(securityToken ? { securityToken } : {}),
    from: { kind: 'env', name: idName },
  };
}
