import type { BucketOfAccount } from '../../core/tool-account.js';
import type { BucketProvider, CredentialsPlace } from '../credentials.js';
import { type PicgoTool, readUploaders } from '../picgo-configuration.js';
import { fieldOf, textOf } from '../read-tool-file.js';
import { readBucketFields } from './bucket-fields.js';
import type { PossibleAccount } from './possible-account.js';

/** The buckets that PicGo or PicList uploads to, the chosen ones first. */
export async function picgoAccounts(place: CredentialsPlace, tool: PicgoTool): Promise<readonly PossibleAccount[]> {
  const found = new Map<string, PossibleAccount>();
  for (const provider of ['oss', 's3'] as const) {
    const seen = new Set<unknown>();
    for (const { name, fields } of await readUploaders(place, tool, provider)) {
      const key = `${provider} ${name ?? ''}`;
      if (seen.has(fields) || found.has(key)) continue; // the chosen one is in the list, too
      seen.add(fields);
      const source = name === undefined ? tool : `${tool}:${name}`;
      found.set(key, { provider, source, bucket: bucketOf[provider](fields) });
    }
  }
  return [...found.values()];
}

const bucketOf: Readonly<Record<BucketProvider, (fields: unknown) => BucketOfAccount>> = {
  // an address is customUrl + path + name
  oss: (fields) =>
    readBucketFields('oss', {
      name: textOf(fields, 'bucket'),
      prefix: textOf(fields, 'path'),
      region: textOf(fields, 'area'),
      publicUrl: textOf(fields, 'customUrl'),
    }),
  s3: (fields) => {
    const name = textOf(fields, 'bucketName');
    const isPathStyle = fieldOf(fields, 'pathStyleAccess') === true;
    const base = textOf(fields, 'urlPrefix');
    const isInBase = isPathStyle && base !== undefined && fieldOf(fields, 'disableBucketPrefixToURL') !== true;
    return readBucketFields('s3', {
      name,
      prefix: textOf(fields, 'uploadPath'),
      region: textOf(fields, 'region'),
      endpoint: textOf(fields, 'endpoint'),
      publicUrl: isInBase ? `${base.replace(/\/+$/, '')}/${name ?? ''}` : base,
      isPathStyle,
    });
  },
};
