import { join } from 'node:path';
import type { CredentialsPlace, ResolvedCredentials } from './credentials.js';
import { fieldOf, listOf, readToolJson, textOf } from './read-tool-file.js';

/**
 * Keys of PicGo's Alibaba uploader: of its command line (`~/.picgo/config.json`), else of its window's `data.json`.
 * Newer versions keep several by name; without a name it is the one that is chosen there.
 */
export async function findPicgoUploader(
  place: CredentialsPlace,
  name: string,
): Promise<ResolvedCredentials | undefined> {
  for (const path of configPaths(place)) {
    const config = await readToolJson(path);
    const uploader = config === undefined ? undefined : findUploader(config, name);
    const [accessKeyId, accessKeySecret] = [textOf(uploader, 'accessKeyId'), textOf(uploader, 'accessKeySecret')];
    if (!accessKeyId || !accessKeySecret) continue;
    return { accessKeyId, accessKeySecret, from: { kind: 'picgo', name: name || 'aliyun', path } };
  }
  return undefined;
}

function configPaths({ env, home }: CredentialsPlace): readonly string[] {
  return [
    join(home, '.picgo', 'config.json'),
    ...(env.APPDATA ? [join(env.APPDATA, 'picgo', 'data.json')] : []),
    join(home, 'Library', 'Application Support', 'picgo', 'data.json'),
    join(env.XDG_CONFIG_HOME || join(home, '.config'), 'picgo', 'data.json'),
  ];
}

function findUploader(config: unknown, name: string): unknown {
  const uploader = fieldOf(fieldOf(config, 'uploader'), 'aliyun');
  const named = listOf(uploader, 'configList');
  if (name) return named.find((one) => textOf(one, '_configName') === name);
  const chosen = textOf(uploader, 'defaultId');
  const old = fieldOf(fieldOf(config, 'picBed'), 'aliyun');
  return named.find((one) => chosen !== undefined && textOf(one, '_id') === chosen) ?? old;
}
