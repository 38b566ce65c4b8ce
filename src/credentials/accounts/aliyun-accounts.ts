import { aliyunConfigPath } from '../aliyun-profile.js';
import type { CredentialsPlace } from '../credentials.js';
import { listOf, readToolJson, textOf } from '../read-tool-file.js';
import { readBucketFields } from './bucket-fields.js';
import type { PossibleAccount } from './possible-account.js';

/** Profiles of Alibaba Cloud's CLI, the current one first. */
export async function aliyunAccounts(place: CredentialsPlace): Promise<readonly PossibleAccount[]> {
  const config = await readToolJson(aliyunConfigPath(place));
  const current = textOf(config, 'current');
  const profiles = listOf(config, 'profiles').flatMap((profile): readonly PossibleAccount[] => {
    const name = textOf(profile, 'name');
    if (name === undefined) return [];
    return [
      {
        provider: 'oss',
        source: `profile:${name}`,
        bucket: readBucketFields('oss', { region: textOf(profile, 'region_id') }),
      },
    ];
  });
  const isCurrent = ({ source }: PossibleAccount): boolean => source === `profile:${current}`;
  return [...profiles.filter(isCurrent), ...profiles.filter((profile) => !isCurrent(profile))];
}
