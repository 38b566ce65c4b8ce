import type { BucketProvider, FindCredentials } from './credentials.js';
import { type PicgoTool, readUploaders } from './picgo-configuration.js';
import { textOf } from './read-tool-file.js';

/** What an uploader calls its keys. */
const keyFields: Readonly<Record<BucketProvider, readonly [id: string, secret: string]>> = {
  oss: ['accessKeyId', 'accessKeySecret'],
  s3: ['accessKeyID', 'secretAccessKey'],
};

/**
 * Keys of an uploader of PicGo or PicList: of its command line (`~/.picgo/config.json`), else of its window's
 * `data.json`. Without a name it is the one that is chosen there.
 */
export const findUploaderOf =
  (tool: PicgoTool, provider: BucketProvider): FindCredentials =>
  async (place, name) => {
    const [idField, secretField] = keyFields[provider];
    for (const { name: uploader, fields, path } of await readUploaders(place, tool, provider)) {
      if (uploader !== (name || undefined)) continue;
      const [accessKeyId, accessKeySecret] = [textOf(fields, idField), textOf(fields, secretField)];
      if (!accessKeyId || !accessKeySecret) continue;
      return { accessKeyId, accessKeySecret, from: { kind: tool, name: name || shownName[provider], path } };
    }
    return undefined;
  };

const shownName: Readonly<Record<BucketProvider, string>> = { oss: 'aliyun', s3: 'aws-s3' };
