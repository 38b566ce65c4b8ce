import { onTestFinished } from 'vitest';
import { createTestSite, type OutcomeJson, outcomeOf, type TestSite } from './migration.js';
import { type OssServer, type OssServerOptions, startOssServer } from './oss-server.js';
import type { CliResult } from './run-cli.js';

/** A site, and an OSS server with two buckets in one region and one in another. */
export interface TransferBench {
  readonly site: TestSite;
  readonly server: OssServer;
  /** A store's address. */
  at(place: string, region?: string): string;
  /** `transfer` with JSON as its output and the keys of the server; `main` and `old` are configured for both buckets. */
  transfer(args: readonly string[], env?: Readonly<Record<string, string>>): Promise<CliResult>;
}

export const ossKeys = { OSS_ACCESS_KEY_ID: 'LTAIexampleid123', OSS_ACCESS_KEY_SECRET: 'keep-this-secret' };
export const onLoopback = ['--allow-host', '127.0.0.1', '--format', 'json'];

export async function createTransferBench(options: Partial<OssServerOptions> = {}): Promise<TransferBench> {
  const server = await startOssServer({
    buckets: [
      { name: 'old-pictures', region: 'cn-hangzhou' },
      { name: 'pictures', region: 'cn-hangzhou' },
      { name: 'far-pictures', region: 'cn-beijing' },
    ],
    keys: { [ossKeys.OSS_ACCESS_KEY_ID]: ossKeys.OSS_ACCESS_KEY_SECRET },
    region: 'cn-hangzhou',
    ...options,
  });
  onTestFinished(() => server.close());
  const site = await createTestSite({});
  const at = (place: string, region = 'cn-hangzhou'): string =>
    `oss://${place}?region=${region}&endpoint=${server.endpoint}`;
  const store = (place: string, base: string) => ({ url: at(place), publicUrl: base, credentials: 'env:OSS' });
  const stores = {
    old: store('old-pictures/blog', 'https://old.example.com/'),
    main: store('pictures/img', 'https://new.example.com/'),
  };
  await site.write('imgferry.config.json', JSON.stringify({ stores }));
  return {
    site,
    server,
    at,
    transfer: (args, env = ossKeys) => site.run(['transfer', ...args, ...onLoopback], env),
  };
}

/** How many objects ended in which state, with their reason where there is one. */
export function statesOf(result: CliResult): Readonly<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const { state, reason } of outcomeOf(result).images) {
    const name = reason === null ? state : `${state} ${reason}`;
    counts[name] = (counts[name] ?? 0) + 1;
  }
  return counts;
}

/** The code of each object's error, by key. */
export const errorsOf = (result: CliResult): Readonly<Record<string, unknown>> =>
  Object.fromEntries(
    outcomeOf(result).images.flatMap(({ key, error }: OutcomeJson['images'][number]) =>
      error ? [[key, error.code]] : [],
    ),
  );

export const noteOf = (result: CliResult, id: string): string | undefined =>
  outcomeOf(result).notes.find((note) => note.id === id)?.message;

/** Objects of different sizes and types under a prefix, by key below it. */
export function seedObjects(server: OssServer, bucket: string, prefix: string, count: number): Map<string, Buffer> {
  const objects = new Map<string, Buffer>();
  for (let at = 0; at < count; at += 1) {
    const key = at % 3 === 0 ? `图 ${at}/a+b%20.png` : `many/${String(at).padStart(4, '0')}.jpg`;
    const bytes = Buffer.from(`bytes of object ${at} `.repeat(1 + (at % 50)));
    const headers = { 'content-type': 'image/png', 'cache-control': `max-age=${at}`, 'x-oss-meta-number': String(at) };
    server.seed(bucket, prefix + key, bytes, headers);
    objects.set(key, bytes);
  }
  return objects;
}
