import type { CredentialsPlace } from '../credentials.js';
import { readOssutil, readOssutilProfile } from '../ossutil-profile.js';
import { readBucketFields } from './bucket-fields.js';
import type { PossibleAccount } from './possible-account.js';

/** ossutil's profiles, the default one first. */
export async function ossutilAccounts(place: CredentialsPlace): Promise<readonly PossibleAccount[]> {
  const file = await readOssutil(place);
  if (!file) return [];
  const named = [...file.sections.keys()].flatMap((section) => /^profile\s+(.+)$/.exec(section)?.[1] ?? []);
  return [...new Set(['default', ...named])].map((name) => {
    const fields = readOssutilProfile(file.sections, name);
    const bucket = readBucketFields('oss', { region: fields?.get('region'), endpoint: fields?.get('endpoint') });
    return { provider: 'oss', source: `ossutil:${name}`, bucket };
  });
}
