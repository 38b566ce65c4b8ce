import { join } from 'node:path';
import type { BucketProvider, CredentialsPlace } from './credentials.js';
import { fieldOf, listOf, readToolJson, textOf } from './read-tool-file.js';

/** Two tools that keep their settings alike. */
export type PicgoTool = 'picgo' | 'piclist';

/** One bucket that PicGo or PicList uploads to. */
export interface PicgoUploader {
  /** Undefined: the one that is chosen there. */
  readonly name: string | undefined;
  /** As the file has them. */
  readonly fields: unknown;
  readonly path: string;
}

/** Ids of uploaders; for S3, PicGo's plugin and what PicList has built in. */
const uploaderIds: Readonly<Record<BucketProvider, readonly string[]>> = {
  oss: ['aliyun'],
  s3: ['aws-s3', 'aws-s3-plist'],
};

/** The uploaders of one provider, the chosen one first, of every configuration: the command line's, then the window's. */
export async function readUploaders(
  place: CredentialsPlace,
  tool: PicgoTool,
  provider: BucketProvider,
): Promise<readonly PicgoUploader[]> {
  const found: PicgoUploader[] = [];
  for (const path of configPaths(place, tool)) {
    const config = await readToolJson(path);
    if (config === undefined) continue;
    for (const id of uploaderIds[provider]) {
      for (const { name, fields } of uploadersOf(config, id)) found.push({ name, fields, path });
    }
  }
  return found;
}

function configPaths({ env, home }: CredentialsPlace, tool: PicgoTool): readonly string[] {
  return [
    join(home, `.${tool}`, 'config.json'),
    ...(env.APPDATA ? [join(env.APPDATA, tool, 'data.json')] : []),
    join(home, 'Library', 'Application Support', tool, 'data.json'),
    join(env.XDG_CONFIG_HOME || join(home, '.config'), tool, 'data.json'),
  ];
}

/** Newer versions keep several by name; `picBed` is the chosen one of older ones. */
function uploadersOf(config: unknown, id: string): readonly Omit<PicgoUploader, 'path'>[] {
  const uploader = fieldOf(fieldOf(config, 'uploader'), id);
  const named = listOf(uploader, 'configList');
  const chosenId = textOf(uploader, 'defaultId');
  const chosen =
    named.find((one) => chosenId !== undefined && textOf(one, '_id') === chosenId) ??
    fieldOf(fieldOf(config, 'picBed'), id);
  return [
    ...(chosen === undefined ? [] : [{ name: undefined, fields: chosen }]),
    ...named.flatMap((fields) => {
      const name = textOf(fields, '_configName');
      return name === undefined ? [] : [{ name, fields }];
    }),
  ];
}
