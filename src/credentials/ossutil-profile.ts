import { join } from 'node:path';
import type { CredentialsPlace, ResolvedCredentials } from './credentials.js';
import { type IniFile, type IniSections, readIniFile } from './read-tool-file.js';

/**
 * Keys of a profile of ossutil (`~/.ossutilconfig`, or where OSSUTIL_CONFIG_FILE says). ossutil 2 has `[default]` and
 * `[profile NAME]` that may point on with `source-profile`; ossutil 1 has one section `[Credentials]`, which counts as
 * the default. Field names are told apart without regard to case, `-` and `_`.
 */
export async function findOssutilProfile(
  place: CredentialsPlace,
  name: string,
): Promise<ResolvedCredentials | undefined> {
  const file = await readOssutil(place);
  if (!file) return undefined;
  const { path, sections } = file;
  const wanted = name || 'default';
  const fields = readOssutilProfile(sections, wanted);
  const [accessKeyId, accessKeySecret] = [fields?.get('accesskeyid'), fields?.get('accesskeysecret')];
  if (!accessKeyId || !accessKeySecret) return undefined;
  const securityToken = fields?.get('ststoken');
  return {
    accessKeyId,
    accessKeySecret,
    ...(securityToken ? { securityToken } : {}),
    from: { kind: 'ossutil', name: wanted, path },
  };
}

export const readOssutil = ({ env, home }: CredentialsPlace): Promise<IniFile | undefined> =>
  readIniFile(env.OSSUTIL_CONFIG_FILE || join(home, '.ossutilconfig'));

type Fields = ReadonlyMap<string, string>;

/** A profile's fields, in lower case and without `-` and `_`. */
export const readOssutilProfile = (sections: IniSections, name: string): Fields | undefined =>
  findFields(sections, name, new Set());

function findFields(sections: IniSections, name: string, seen: Set<string>): Fields | undefined {
  if (seen.has(name)) return undefined; // a ring of profiles holds no keys
  seen.add(name);
  const section =
    sections.get(`profile ${name}`) ??
    (name === 'default' ? (sections.get('default') ?? sections.get('Credentials')) : undefined);
  if (!section) return undefined;
  const fields = new Map([...section].map(([key, value]) => [key.toLowerCase().replace(/[-_]/g, ''), value]));
  const source = fields.get('sourceprofile');
  return source && !fields.get('accesskeyid') ? findFields(sections, source, seen) : fields;
}
