import { request as httpRequest } from 'node:http';
import { type OssServer, type OssServerOptions, startOssServer } from '../oss-server.js';
import { type AliOss, type AliOssOptions, createAliOss } from './ali-oss-client.js';

/** A loopback server with a bucket of each sort, for its own tests. */
export function startFixture(options: Partial<OssServerOptions> = {}): Promise<OssServer> {
  return startOssServer({
    buckets: [
      { name: 'pictures', region: 'cn-hangzhou' },
      { name: 'open-pictures', region: 'cn-hangzhou', acl: 'public-read' },
      { name: 'kept-pictures', region: 'cn-hangzhou', versioned: true },
      { name: 'far-pictures', region: 'cn-beijing' },
    ],
    keys: { LTAItestkey: 'test-secret', 'STS.temporary': { secret: 'short-lived', securityToken: 'token/+=' } },
    ...options,
  });
}

/** The provider's client with a good key for the bucket `pictures`. */
export function clientOf(server: OssServer, options: Partial<AliOssOptions> = {}): AliOss {
  return createAliOss({
    accessKeyId: 'LTAItestkey',
    accessKeySecret: 'test-secret',
    bucket: 'pictures',
    region: 'oss-cn-hangzhou',
    endpoint: server.endpoint,
    authorizationV4: true,
    timeout: 5000,
    ...options,
  });
}

interface Question {
  readonly method?: string;
  readonly headers?: Record<string, string>;
}

interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, unknown>>;
  readonly body: Buffer;
}

/** Sends a request as it is: any path, any Host, no signature unless given. */
export function ask(server: OssServer, path: string, { method = 'GET', headers = {} }: Question = {}): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const target = { host: '127.0.0.1', port: server.port, path, method, headers, agent: false };
    const request = httpRequest(target, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk) => chunks.push(chunk));
      response.once('error', reject);
      response.once('end', () =>
        resolve({ status: response.statusCode ?? 0, headers: response.headers, body: Buffer.concat(chunks) }),
      );
    });
    request.once('error', reject);
    request.end();
  });
}
