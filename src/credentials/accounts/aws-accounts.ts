import { readAws } from '../aws-profile.js';
import type { CredentialsPlace } from '../credentials.js';
import { readBucketFields } from './bucket-fields.js';
import type { PossibleAccount } from './possible-account.js';

/** Profiles of AWS's tools. */
export async function awsAccounts(place: CredentialsPlace): Promise<readonly PossibleAccount[]> {
  const { keys, config } = await readAws(place);
  const configured = [...config.sections.keys()].flatMap((section) =>
    section === 'default' ? section : (/^profile\s+(.+)$/.exec(section)?.[1] ?? []),
  );
  return [...new Set([...keys.sections.keys(), ...configured])].map((name) => {
    const section = config.sections.get(name === 'default' ? name : `profile ${name}`);
    const bucket = readBucketFields('s3', { region: section?.get('region'), endpoint: section?.get('endpoint_url') });
    return { provider: 's3', source: `profile:${name}`, bucket };
  });
}
