import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ImgferryError } from '../../../src/core/errors.js';
import { asObjectKey } from '../../../src/core/object-key.js';
import type { ObjectInfo, StorageDriver } from '../../../src/core/storage.js';
import { createHttpClient, type HttpClient } from '../../../src/net/http-client.js';
import { openStore } from '../../../src/storage/open-store.js';
import { parseStore } from '../../../src/storage/store-name.js';
import { damaged, fuzzing } from '../../support/fuzzing.js';

const { signal } = new AbortController();
const key = asObjectKey('ab/图 1.png');
const upload = { key, id: 'upload-1' };

const item = (name: string, size = 12): string =>
  `<Contents><Key>${name}</Key><LastModified>2025-11-24T10:00:00.000Z</LastModified><ETag>&quot;5eb63bbbe01eeed093cb22bb8f5acdc3&quot;</ETag><Size>${size}</Size><StorageClass>STANDARD</StorageClass></Contents>`;

const page = (isTruncated: boolean, items: string, token = ''): string =>
  `<?xml version="1.0" encoding="UTF-8"?>\n<ListBucketResult xmlns="http://s3.amazonaws.com/doc/2006-03-01/"><Name>pictures</Name><Prefix></Prefix><MaxKeys>1000</MaxKeys><EncodingType>url</EncodingType><IsTruncated>${isTruncated}</IsTruncated>${token}${items}</ListBucketResult>`;

/** As the providers' documentation has them. */
const listings = [
  page(false, item('ab/1.png') + item('%E5%9B%BE/a%2Bb.png', 0) + item('c+d.png', 2 ** 40)),
  page(true, item('a.png'), '<NextContinuationToken>1ueGcxLPRx1Tr%2FXYExHnhbYLgveDs2J</NextContinuationToken>'),
];
const answers = [
  '<?xml version="1.0"?><Error><Code>NoSuchKey</Code><Message>The specified key does not exist.</Message><RequestId>5C3D9175B6FC201293AD4890</RequestId><HostId>b.oss-cn-hangzhou.aliyuncs.com</HostId></Error>',
  '<Error><Code>AuthorizationHeaderMalformed</Code><Message>the region is wrong</Message><Region>eu-west-1</Region></Error>',
  '<Error><Code>RequestTimeTooSkewed</Code><RequestTime>2025</RequestTime><ServerTime>2026</ServerTime></Error>',
  '<CopyObjectResult><LastModified>2025-11-24T10:00:00.000Z</LastModified><ETag>"5eb63bbbe01eeed093cb22bb8f5acdc3"</ETag></CopyObjectResult>',
  '<InitiateMultipartUploadResult><Bucket>b</Bucket><Key>k</Key><UploadId>VXBsb2FkIElE</UploadId></InitiateMultipartUploadResult>',
  '<CompleteMultipartUploadResult><Location>http://b/k</Location><ETag>"3858f62230ac3c915f300c664312c11f-9"</ETag></CompleteMultipartUploadResult>',
  '<ListPartsResult><UploadId>VX</UploadId><NextPartNumberMarker>2</NextPartNumberMarker><IsTruncated>false</IsTruncated><Part><PartNumber>1</PartNumber><ETag>"a"</ETag><Size>5</Size></Part><Part><PartNumber>2</PartNumber><ETag>"b"</ETag><Size>7</Size></Part></ListPartsResult>',
  '<AccessControlPolicy><Owner><ID>o</ID></Owner><AccessControlList><Grant><Grantee><ID>o</ID></Grantee><Permission>FULL_CONTROL</Permission></Grant></AccessControlList></AccessControlPolicy>',
];
/** What breaks XML, percent-encoding, numbers and keys. */
const words = [
  ...[
    '<',
    '>',
    '&',
    '&amp;',
    '&#0;',
    '&#x110000;',
    '&lol;',
    '<![CDATA[',
    ']]>',
    '<!--',
    '-->',
    '<?',
    '</Key>',
    '<Key>',
  ],
  ...[
    '<Contents>',
    '</Contents>',
    '<IsTruncated>true</IsTruncated>',
    '</ListBucketResult>',
    '<Size>-1</Size>',
    '<Code>',
  ],
  ...[
    '<!DOCTYPE a [<!ENTITY l "l"><!ENTITY m "&l;&l;&l;">]>',
    '%',
    '%zz',
    '%00',
    '%2e%2e/',
    '../',
    '//',
    '\u0000',
    '\ud800',
  ],
  ...['NaN', 'Infinity', '1e999', '0x10', '-5', '__proto__', 'constructor', 'toString', '\u202e', '<a>'.repeat(2000)],
];

let server: Server;
let client: HttpClient;
let asked = 0;
let answer: { readonly status: number; readonly body: string };

beforeAll(async () => {
  server = createServer((request, response) => {
    asked += 1;
    request.resume();
    response
      .writeHead(answer.status, { 'content-type': 'application/xml' })
      .end(request.method === 'HEAD' ? '' : answer.body);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const timeouts = { connect: 20_000, headers: 20_000, body: 20_000 };
  client = createHttpClient({ userAgent: 'imgferry-test', allowHosts: [], perHost: 4, timeouts });
});

afterAll(async () => {
  await client.close();
  server.close();
});

async function connect(kind: 'oss' | 's3'): Promise<StorageDriver> {
  const { port } = server.address() as AddressInfo;
  const region = kind === 'oss' ? 'cn-hangzhou' : 'us-east-1';
  const names =
    kind === 'oss' ? ['OSS_ACCESS_KEY_ID', 'OSS_ACCESS_KEY_SECRET'] : ['AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY'];
  const url = `${kind}://pictures/?region=${region}&endpoint=http://127.0.0.1:${port}`;
  const store = await openStore(parseStore('bucket', { bucket: { url } }), {
    client,
    env: Object.fromEntries(names.map((name) => [name, 'test-key'])),
    ...{ home: '/nonexistent', cwd: '/nonexistent', root: '/nonexistent' },
    now: Date.now,
    retry: { attempts: 1 },
  });
  return store.driver;
}

/** What a call came to: its result, or one of our errors; any other is a bug, and so is asking without end. */
async function outcomeOf<Result>(call: () => Promise<Result>): Promise<Result | ImgferryError> {
  asked = 0;
  try {
    return await call();
  } catch (error) {
    if (error instanceof ImgferryError) return error;
    throw error;
  } finally {
    expect(asked).toBeLessThan(20);
  }
}

async function listAll(driver: StorageDriver): Promise<readonly ObjectInfo[]> {
  const found = [];
  for await (const info of driver.list('', { signal })) {
    found.push(info);
    if (found.length > 5000) throw new Error('lists without end');
  }
  return found;
}

describe.each(['oss', 's3'] as const)('a driver of %s', (kind) => {
  let driver: StorageDriver;
  beforeAll(async () => {
    driver = await connect(kind);
  });

  it('lists objects with a key and a size, or says that the store failed', { timeout: 600_000 }, async () => {
    await fc.assert(
      fc.asyncProperty(damaged(listings, words), async (body) => {
        answer = { status: 200, body };
        const found = await outcomeOf(() => listAll(driver));
        if (found instanceof ImgferryError) return;
        for (const { key: name, size, lastModified = 0 } of found) {
          expect(name).not.toBe('');
          expect(Number.isSafeInteger(size) && size >= 0).toBe(true);
          expect(lastModified).not.toBeNaN();
        }
      }),
      fuzzing(100),
    );
  });

  it('takes no page for whole that was cut', async () => {
    const [whole = ''] = listings;
    for (let end = 0; end < whole.length; end += 19) {
      answer = { status: 200, body: whole.slice(0, end) };
      expect(await outcomeOf(() => listAll(driver)), `the first ${end} characters`).toMatchObject({
        code: 'STORE_ERROR',
      });
    }
    answer = { status: 200, body: whole };
    expect(await listAll(driver)).toHaveLength(3);
  });

  it.each([
    ['goes on and doesn’t say where', page(true, item('a.png'))],
    ['leads back to itself', page(true, item('a.png'), '<NextContinuationToken>same</NextContinuationToken>')],
    ['has an object without a size', page(false, '<Contents><Key>a.png</Key></Contents>')],
    [
      'has a name that is encoded wrongly',
      page(false, item('a%zz.png')).replace('<EncodingType>url</EncodingType>', ''),
    ],
  ])('never ends a listing early or late: a page that %s', async (_, body) => {
    answer = { status: 200, body };
    const found = await outcomeOf(() => listAll(driver));
    if (found instanceof ImgferryError) expect(found.code).toBe('STORE_ERROR');
    else expect(found.map(({ key: name }) => name)).toEqual(['a%zz.png']);
  });

  it('takes any other answer for what it says, or for a failure', { timeout: 600_000 }, async () => {
    const part = { size: 1, content: Buffer.from('a') };
    const source = { bucket: 'old', key: 'a.png', size: 1, etag: '"e"' };
    const calls: Readonly<Record<string, () => Promise<unknown>>> = {
      head: () => driver.head(key, { signal }),
      copy: async () => driver.copies?.copy(source, key, { headers: {}, signal }),
      copyPart: async () => driver.copies?.copyPart(source, upload, { number: 1, start: 0, end: 1 }, { signal }),
      begin: async () => driver.multipart?.begin(key, { headers: {}, signal }),
      putPart: async () => driver.multipart?.putPart(upload, 1, part, { signal }),
      listParts: async () => driver.multipart?.listParts(upload, { signal }),
      complete: async () => driver.multipart?.complete(upload, [{ number: 1, size: 1, etag: '"a"' }], { signal }),
      readAcl: async () => driver.headers?.readAcl(key, { signal }),
      preflight: () => driver.preflight({ signal }),
    };
    const status = fc.constantFrom(200, 200, 200, 301, 400, 403, 404, 412, 500, 503);
    await fc.assert(
      fc.asyncProperty(
        damaged(answers, words),
        status,
        fc.constantFrom(...Object.keys(calls)),
        async (body, code, name) => {
          answer = { status: code, body };
          const found = await outcomeOf(async () => calls[name]?.());
          if (code !== 200 && name !== 'head' && !['readAcl', 'preflight'].includes(name))
            expect(found).toBeInstanceOf(ImgferryError);
          if (!Array.isArray(found)) return;
          for (const { number, size } of found)
            expect(Number.isSafeInteger(number) && Number.isSafeInteger(size)).toBe(true);
        },
      ),
      fuzzing(100),
    );
  });
});
