import { join } from 'node:path';
import { ImgferryError } from '../core/errors.js';
import type { CredentialsPlace, ResolvedCredentials } from './credentials.js';
import { listOf, readToolJson, textOf } from './read-tool-file.js';

const readableModes = ['AK', 'StsToken'];

/**
 * Keys of a profile of Alibaba Cloud's CLI (`~/.aliyun/config.json`); without a name, of its current one.
 *
 * @throws ImgferryError CREDENTIALS_UNREADABLE {path, name, found, expected}: a mode that holds no keys (roles, OAuth)
 */
export async function findAliyunProfile(
  place: CredentialsPlace,
  name: string,
): Promise<ResolvedCredentials | undefined> {
  const path = aliyunConfigPath(place);
  const config = await readToolJson(path);
  const wanted = name || textOf(config, 'current') || 'default';
  const profile = listOf(config, 'profiles').find((one) => textOf(one, 'name') === wanted);
  if (profile === undefined) return undefined;
  const mode = textOf(profile, 'mode') ?? 'AK';
  if (!readableModes.includes(mode)) {
    throw new ImgferryError('CREDENTIALS_UNREADABLE', { path, name: wanted, found: mode, expected: readableModes });
  }
  const accessKeyId = textOf(profile, 'access_key_id');
  const accessKeySecret = textOf(profile, 'access_key_secret');
  if (!accessKeyId || !accessKeySecret) return undefined; // `aliyun configure` writes an empty profile first
  const securityToken = mode === 'StsToken' ? textOf(profile, 'sts_token') : undefined;
  return {
    accessKeyId,
    accessKeySecret,
    ...(securityToken ? { securityToken } : {}),
    from: { kind: 'aliyun', name: wanted, path },
  };
}

export const aliyunConfigPath = ({ home }: CredentialsPlace): string => join(home, '.aliyun', 'config.json');
