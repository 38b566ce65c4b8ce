import { createServer } from 'node:http';
import { listen } from './listen.js';

export interface WorkerHealthOptions {
  /** 0: any that is free. */
  readonly port: number;
  /** `127.0.0.1`, or an address that others reach. */
  readonly host: string;
  readonly isHealthy: () => boolean;
  /** In Prometheus' text format. */
  readonly metrics: () => string;
}

export interface WorkerHealth {
  readonly port: number;
  close(): Promise<void>;
}

/**
 * Answers `/healthz` (200, or 503 where no jobs are taken) and `/metrics`, to anyone who reaches it.
 *
 * @throws ImgferryError PORT_NOT_FREE {port, found}
 */
export async function startWorkerHealth({
  port,
  host,
  isHealthy,
  metrics,
}: WorkerHealthOptions): Promise<WorkerHealth> {
  const server = createServer((request, response) => {
    request.resume();
    const path = (request.url ?? '').replace(/\?.*$/s, '');
    const isRead = request.method === 'GET' || request.method === 'HEAD';
    if (isRead && path === '/healthz') {
      const status = isHealthy() ? 'ok' : 'unavailable';
      response.writeHead(status === 'ok' ? 200 : 503, { 'content-type': 'application/json' });
      return response.end(JSON.stringify({ status }));
    }
    if (isRead && path === '/metrics') {
      response.writeHead(200, { 'content-type': 'text/plain; version=0.0.4; charset=utf-8' });
      return response.end(metrics());
    }
    response.writeHead(404).end();
  });
  return {
    port: await listen(server, port, host),
    async close() {
      const closed = new Promise((resolve) => server.close(resolve));
      server.closeAllConnections();
      await closed;
    },
  };
}
