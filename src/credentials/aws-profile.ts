import { join } from 'node:path';
import { ImgferryError } from '../core/errors.js';
import type { CredentialsPlace, ResolvedCredentials } from './credentials.js';
import { type IniFile, readIniFile } from './read-tool-file.js';

/** What a profile has in place of keys: another way to get them, which only AWS's own tools can go. */
const indirections = ['sso_session', 'sso_start_url', 'role_arn', 'credential_process', 'web_identity_token_file'];

/**
 * Keys of a profile of AWS's tools, out of their file of credentials (`[NAME]`), else of their configuration
 * (`[profile NAME]`); without a name, of the one that AWS_PROFILE names, else `default`.
 *
 * @throws ImgferryError CREDENTIALS_UNREADABLE {path, name, found, expected}: a profile that holds no keys (SSO, roles)
 */
export async function findAwsProfile(place: CredentialsPlace, name: string): Promise<ResolvedCredentials | undefined> {
  const wanted = name || place.env.AWS_PROFILE || 'default';
  const { keys, config } = await readAws(place);
  const found = [
    { path: keys.path, section: keys.sections.get(wanted) },
    { path: config.path, section: config.sections.get(wanted === 'default' ? wanted : `profile ${wanted}`) },
  ];
  for (const { path, section } of found) {
    const [accessKeyId, accessKeySecret] = [section?.get('aws_access_key_id'), section?.get('aws_secret_access_key')];
    if (!accessKeyId || !accessKeySecret) continue;
    const securityToken = section?.get('aws_session_token');
    return {
      accessKeyId,
      accessKeySecret,
      ...(securityToken ? { securityToken } : {}),
      from: { kind: 'aws', name: wanted, path },
    };
  }
  for (const { path, section } of found) {
    const indirection = indirections.find((key) => section?.has(key));
    if (indirection === undefined) continue;
    const facts = { path, name: wanted, found: indirection, expected: ['aws_access_key_id'] };
    throw new ImgferryError('CREDENTIALS_UNREADABLE', facts);
  }
  return undefined;
}

/** The two files of AWS's tools; one that isn't there has no sections. */
export async function readAws({
  env,
  home,
}: CredentialsPlace): Promise<{ readonly keys: IniFile; readonly config: IniFile }> {
  return {
    keys: await readOrEmpty(env.AWS_SHARED_CREDENTIALS_FILE || join(home, '.aws', 'credentials')),
    config: await readOrEmpty(env.AWS_CONFIG_FILE || join(home, '.aws', 'config')),
  };
}

const readOrEmpty = async (path: string): Promise<IniFile> =>
  (await readIniFile(path)) ?? { path, sections: new Map<string, ReadonlyMap<string, string>>() };
