import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { type Bucket, makeObject, type OssObject } from './oss/bucket.js';
import type { OssWorld } from './oss/exchange.js';
import { createFaultSwitches, type FaultSwitches } from './oss/faults.js';
import { createListener, type OssLogEntry, type OssServerOptions } from './oss/listener.js';

export { faults } from './oss/faults.js';
export type { OssLogEntry, OssServerOptions } from './oss/listener.js';
export { ossErrors } from './oss/oss-error.js';

/** Alibaba OSS on loopback, in memory. */
export interface OssServer {
  /** `http://127.0.0.1:PORT` */
  readonly endpoint: string;
  readonly port: number;
  /** In order of arrival. */
  readonly requests: readonly OssLogEntry[];
  readonly faults: FaultSwitches;
  /** What stands in a bucket, by key. */
  objects(bucket: string): ReadonlyMap<string, OssObject>;
  /** Puts an object there without a request. */
  seed(bucket: string, key: string, body: Buffer, headers?: Readonly<Record<string, string>>): void;
  /** Ids of uploads in parts that are under way. */
  uploads(bucket: string): readonly string[];
  /** Moves an object to a storage class; an archived one with `restore` can be read until it expires. */
  archive(bucket: string, key: string, storageClass: string, restore?: string): void;
  /** Takes an object away without a request. */
  remove(bucket: string, key: string): void;
  setQuota(bucket: string, quota: number | undefined): void;
  setAcl(bucket: string, acl: 'private' | 'public-read'): void;
  /** Connections that are open now. */
  readonly connections: number;
  /** Resolves when no connection is open. */
  disconnected(): Promise<void>;
  close(): Promise<void>;
}

/**
 * Starts an OSS server that follows the provider's public protocol and shares no code with this program: V4 header
 * signatures, object and bucket operations, error answers, and switches for faults.
 */
export async function startOssServer(options: OssServerOptions): Promise<OssServer> {
  const buckets = new Map<string, Bucket>(
    options.buckets.map((settings) => [settings.name, { ...settings, objects: new Map(), uploads: new Map() }]),
  );
  const world: OssWorld = {
    buckets,
    now: options.now ?? Date.now,
    forceDownload: options.forceDownload ?? false,
  };
  const faults = createFaultSwitches();
  const requests: OssLogEntry[] = [];
  const sockets = new Set<Socket>();
  const serve = createListener({ options, world, takeFault: faults.take, log: (entry) => requests.push(entry) });
  const server = createServer((incoming, outgoing) => void serve(incoming, outgoing));
  server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.once('close', () => {
      sockets.delete(socket);
      if (sockets.size === 0) server.emit('disconnected');
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const bucketNamed = (name: string): Bucket => {
    const bucket = buckets.get(name);
    if (bucket === undefined) throw new Error(`the loopback server has no bucket ${name}`);
    return bucket;
  };
  return {
    endpoint: `http://127.0.0.1:${port}`,
    port,
    requests,
    faults,
    objects: (name) => bucketNamed(name).objects,
    seed(name, key, body, headers = {}) {
      const kept = { 'content-type': 'application/octet-stream', ...headers };
      bucketNamed(name).objects.set(key, makeObject(body, kept, world.now()));
    },
    uploads: (name) => [...bucketNamed(name).uploads.keys()],
    archive(name, key, storageClass, restore) {
      const { objects } = bucketNamed(name);
      const object = objects.get(key);
      if (object) objects.set(key, { ...object, storageClass, ...(restore === undefined ? {} : { restore }) });
    },
    remove: (name, key) => void bucketNamed(name).objects.delete(key),
    setQuota(name, quota) {
      const { quota: _, ...bucket } = bucketNamed(name);
      buckets.set(name, quota === undefined ? bucket : { ...bucket, quota });
    },
    setAcl(name, acl) {
      buckets.set(name, { ...bucketNamed(name), acl });
    },
    get connections() {
      return sockets.size;
    },
    async disconnected() {
      if (sockets.size > 0) await once(server, 'disconnected');
    },
    async close() {
      server.close();
      for (const socket of sockets) socket.destroy();
      await once(server, 'close');
    },
  };
}
