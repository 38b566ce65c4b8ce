import type { CredentialsPlace } from '../credentials.js';
import { readRclone } from '../rclone-remote.js';
import type { IniSections } from '../read-tool-file.js';
import { readBucketFields } from './bucket-fields.js';
import type { PossibleAccount } from './possible-account.js';

/** rclone's remotes of type `s3`, and aliases of them, which name a bucket. */
export async function rcloneAccounts(place: CredentialsPlace): Promise<readonly PossibleAccount[]> {
  const file = await readRclone(place);
  if (!file) return [];
  return [...file.sections.keys()].flatMap((name) => {
    const remote = followAliases(file.sections, name);
    if (!remote) return [];
    const provider = remote.section.get('provider') === 'Alibaba' ? 'oss' : 's3';
    const [bucket, ...prefix] = remote.path;
    const fields = {
      name: bucket,
      prefix: prefix.join('/'),
      region: remote.section.get('region'),
      endpoint: remote.section.get('endpoint'),
    };
    return { provider, source: `rclone:${name}`, bucket: readBucketFields(provider, fields) } as const;
  });
}

/** The remote that holds the keys, and the path that the aliases on the way to it name. */
function followAliases(
  sections: IniSections,
  name: string,
): { readonly section: ReadonlyMap<string, string>; readonly path: readonly string[] } | undefined {
  const seen = new Set<string>();
  let [remote, path] = [name, ''];
  while (!seen.has(remote)) {
    seen.add(remote);
    const section = sections.get(remote);
    if (section?.get('type') === 's3') return { section, path: path.split('/').filter((part) => part !== '') };
    if (section?.get('type') !== 'alias') return undefined;
    const [, next = '', below = ''] = /^([^:]*):?(.*)$/s.exec(section.get('remote') ?? '') ?? [];
    remote = next;
    path = `${below}/${path}`;
  }
  return undefined;
}
