import type { Server } from 'node:http';
import { ImgferryError } from '../core/errors.js';
import { errnoOf } from '../lib/files.js';

/**
 * Listens at a port; 0: any that is free.
 *
 * @returns the port
 * @throws ImgferryError PORT_NOT_FREE {port, found}
 */
export async function listen(server: Server, port: number, host: string): Promise<number> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', (cause) =>
      reject(new ImgferryError('PORT_NOT_FREE', { port, found: errnoOf(cause) ?? 'unknown' }, { cause })),
    );
    server.listen(port, host, () => resolve());
  });
  const address = server.address();
  return typeof address === 'object' && address !== null ? address.port : port;
}

const patience = 1000; // ms

/** Ends a server: it takes no more, and what it is at gets its answer's end, for a moment after the work. */
export async function closeServer(server: Server, work: Promise<unknown> = Promise.resolve()): Promise<void> {
  const closed = new Promise((resolve) => server.close(resolve));
  await work;
  const closing = setTimeout(() => server.closeAllConnections(), patience);
  await closed;
  clearTimeout(closing);
}
