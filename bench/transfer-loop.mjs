// node bench/transfer-loop.mjs WAY FOLDER TARGET: what a script of a few lines does with a provider's own client, 16 at
// once: `sdk-put` and `sdk-copy` by @aws-sdk/client-s3, `minio-put` by minio, `ali-put` by ali-oss. TARGET is JSON.
import { readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import pLimit from 'p-limit';
import { loadPeer } from './load-peer.mjs';

const [way, folder, json] = process.argv.slice(2);
const { endpoint, bucket, from, to, accessKeyId, secretAccessKey } = JSON.parse(json);
const limit = pLimit(16);
const all = (move) => Promise.all(readdirSync(folder).map((name) => limit(() => move(name))));

if (way === 'ali-put') {
  const Client = createRequire(import.meta.url)('ali-oss');
  const keys = { accessKeyId, accessKeySecret: secretAccessKey, authorizationV4: true };
  const client = new Client({ ...keys, bucket, region: 'oss-cn-hangzhou', endpoint });
  await all((name) => client.put(to + name, readFileSync(join(folder, name))));
} else if (way === 'minio-put') {
  const { Client } = loadPeer('minio', 'transfer-peers');
  const { hostname, port } = new URL(endpoint);
  const keys = { accessKey: accessKeyId, secretKey: secretAccessKey };
  const client = new Client({ ...keys, endPoint: hostname, port: Number(port), useSSL: false, region: 'us-east-1' });
  await all((name) => client.putObject(bucket, to + name, readFileSync(join(folder, name))));
} else {
  const { S3Client, PutObjectCommand, CopyObjectCommand } = loadPeer('@aws-sdk/client-s3', 'transfer-peers');
  const credentials = { accessKeyId, secretAccessKey };
  const client = new S3Client({ endpoint, region: 'us-east-1', forcePathStyle: true, credentials });
  const put = (name) =>
    new PutObjectCommand({ Bucket: bucket, Key: to + name, Body: readFileSync(join(folder, name)), IfNoneMatch: '*' });
  const copy = (name) =>
    new CopyObjectCommand({ Bucket: bucket, Key: to + name, CopySource: `${bucket}/${from}${name}` });
  await all((name) => client.send(way === 'sdk-put' ? put(name) : copy(name)));
  client.destroy();
}
