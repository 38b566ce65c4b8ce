import { ImgferryError } from '../core/errors.js';
import type { CredentialsPlace, FindCredentials, ResolvedCredentials } from './credentials.js';

/** The variables of the default chains, for the message that none is set. */
export const ossVariables = ['OSS_ACCESS_KEY_ID', 'ALIBABA_CLOUD_ACCESS_KEY_ID'];
export const awsVariables = ['AWS_ACCESS_KEY_ID'];
export const webDavVariables = ['WEBDAV_USERNAME'];

/**
 * Keys in `PREFIX_ACCESS_KEY_ID`, `PREFIX_ACCESS_KEY_SECRET` or, as AWS spells it, `PREFIX_SECRET_ACCESS_KEY`, and, for
 * temporary ones, `PREFIX_SESSION_TOKEN` or `PREFIX_SECURITY_TOKEN`. Empty variables count as not set.
 *
 * @throws ImgferryError CREDENTIALS_MISSING {source, expected, found} when only half of a pair is set
 */
export const findInVariables: FindCredentials = async (place, prefix) =>
  readVariables(place, prefix, ['ACCESS_KEY_SECRET', 'SECRET_ACCESS_KEY']);

/** The same for providers that speak S3: a missing secret is named as AWS spells it. */
export const findInAwsVariables: FindCredentials = async (place, prefix) =>
  readVariables(place, prefix, ['SECRET_ACCESS_KEY', 'ACCESS_KEY_SECRET']);

/**
 * Name and password in `PREFIX_USERNAME` and `PREFIX_PASSWORD`.
 *
 * @throws ImgferryError CREDENTIALS_MISSING {source, expected, found} when only one of them is set
 */
export const findLoginInVariables: FindCredentials = async (place, prefix) =>
  readPair(place, prefix, [`${prefix}_USERNAME`, `${prefix}_PASSWORD`]);

function readVariables(
  { env }: CredentialsPlace,
  prefix: string,
  secretNames: readonly [string, string],
): ResolvedCredentials | undefined {
  const idName = `${prefix}_ACCESS_KEY_ID`;
  const [usualName, otherName] = [`${prefix}_${secretNames[0]}`, `${prefix}_${secretNames[1]}`];
  const secretName = env[otherName] && !env[usualName] ? otherName : usualName;
  const pair = readPair({ env }, prefix, [idName, secretName]);
  const securityToken = env[`${prefix}_SESSION_TOKEN`] || env[`${prefix}_SECURITY_TOKEN`];
  return pair && { ...pair, ...(securityToken ? { securityToken } : {}) };
}

function readPair(
  { env }: Pick<CredentialsPlace, 'env'>,
  prefix: string,
  [idName, secretName]: readonly [string, string],
): ResolvedCredentials | undefined {
  const [accessKeyId, accessKeySecret] = [env[idName], env[secretName]];
  if (!accessKeyId && !accessKeySecret) return undefined;
  if (!accessKeyId || !accessKeySecret) {
    const [found, expected] = accessKeyId ? [idName, secretName] : [secretName, idName];
    throw new ImgferryError('CREDENTIALS_MISSING', { source: `env:${prefix}`, expected: [expected], found });
  }
  return { accessKeyId, accessKeySecret, from: { kind: 'env', name: idName } };
}
