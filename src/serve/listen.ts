import type { Server } from 'node:http';
import { ImgferryError } from '../core/errors.js';
import { errnoOf } from '../lib/files.js';

/**
 * Listens at a port; 0: any that is free.
 *
 * @throws ImgferryError PORT_NOT_FREE {port, found}
 */
export function listen(server: Server, port: number, host: string): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', (cause) =>
      reject(new ImgferryError('PORT_NOT_FREE', { port, found: errnoOf(cause) ?? 'unknown' }, { cause })),
    );
    server.listen(port, host, () => resolve());
  });
}
