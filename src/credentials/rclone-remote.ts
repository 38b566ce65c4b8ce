import { join } from 'node:path';
import { ImgferryError } from '../core/errors.js';
import type { CredentialsPlace, ResolvedCredentials } from './credentials.js';
import { type IniFile, type IniSections, parseIni, readToolFile } from './read-tool-file.js';

/**
 * Keys of an rclone remote of type `s3`; `alias` remotes are followed.
 *
 * @throws ImgferryError CREDENTIALS_UNREADABLE {path, found, expected}: the file is encrypted, or the remote is of
 *   another type
 */
export async function findRcloneRemote(
  place: CredentialsPlace,
  name: string,
): Promise<ResolvedCredentials | undefined> {
  const remotes = await readRclone(place);
  return remotes && findRemote(remotes.sections, remotes.path, name);
}

/**
 * rclone's remotes.
 *
 * @throws ImgferryError CREDENTIALS_UNREADABLE {path, found}: the file is encrypted
 */
export async function readRclone(place: CredentialsPlace): Promise<IniFile | undefined> {
  for (const path of configPaths(place)) {
    const text = await readToolFile(path);
    if (text === undefined) continue;
    if (/^RCLONE_ENCRYPT_V0:/m.test(text)) {
      throw new ImgferryError('CREDENTIALS_UNREADABLE', { path, found: 'encrypted' });
    }
    return { path, sections: parseIni(text) };
  }
  return undefined;
}

/** rclone, "Config file": the variable, then beside the other configurations, then the old place in the home folder. */
function configPaths({ env, home }: CredentialsPlace): readonly string[] {
  if (env.RCLONE_CONFIG) return [env.RCLONE_CONFIG];
  return [
    ...(env.APPDATA ? [join(env.APPDATA, 'rclone', 'rclone.conf')] : []),
    join(env.XDG_CONFIG_HOME || join(home, '.config'), 'rclone', 'rclone.conf'),
    join(home, '.rclone.conf'),
  ];
}

function findRemote(sections: IniSections, path: string, name: string): ResolvedCredentials | undefined {
  const seen = new Set<string>();
  let remote = name.replace(/:.*$/s, '');
  while (!seen.has(remote)) {
    seen.add(remote);
    const section = sections.get(remote);
    if (!section) return undefined;
    const type = section.get('type') ?? '';
    if (type === 's3') return readKeys(section, path, remote);
    if (type !== 'alias') {
      throw new ImgferryError('CREDENTIALS_UNREADABLE', { path, name: remote, found: type, expected: ['s3', 'alias'] });
    }
    remote = (section.get('remote') ?? '').replace(/:.*$/s, '');
  }
  return undefined;
}

function readKeys(section: ReadonlyMap<string, string>, path: string, name: string): ResolvedCredentials | undefined {
  const [accessKeyId, accessKeySecret] = [section.get('access_key_id'), section.get('secret_access_key')];
  if (!accessKeyId || !accessKeySecret) return undefined; // `env_auth`: the variables are the ones to name
  const securityToken = section.get('session_token');
  return {
    accessKeyId,
    accessKeySecret,
    ...(securityToken ? { securityToken } : {}),
    from: { kind: 'rclone', name, path },
  };
}
