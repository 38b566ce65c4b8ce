// node bench/listing-loop.mjs WAY ENDPOINT: reads a bucket's listing to its end: `read`, the pages' bytes by undici and nothing
// else; `sdk`, by @aws-sdk/client-s3.
import { request } from 'undici';
import { loadPeer } from './load-peer.mjs';

const [way, endpoint] = process.argv.slice(2);
let token;
if (way === 'read') {
  do {
    const asked = token === undefined ? '' : `&continuation-token=${token}`;
    const { body } = await request(`${endpoint}/bench/?list-type=2${asked}`);
    token = /<NextContinuationToken>([^<]*)/.exec(await body.text())?.[1];
  } while (token !== undefined);
} else {
  const { S3Client, ListObjectsV2Command } = loadPeer('@aws-sdk/client-s3', 'transfer-peers');
  const credentials = { accessKeyId: 'id', secretAccessKey: 'secret' };
  const client = new S3Client({ endpoint, region: 'us-east-1', forcePathStyle: true, credentials });
  do {
    const page = await client.send(new ListObjectsV2Command({ Bucket: 'bench', ContinuationToken: token }));
    token = page.NextContinuationToken;
  } while (token !== undefined);
  client.destroy();
}
