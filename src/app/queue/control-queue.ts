import type { QueueControl } from '../../core/queue-state.js';
import { parseQueueAddress } from '../../queue/queue-address.js';
import { connectQueue } from '../../queue/queue-connection.js';
import { createQueueControl } from '../../queue/queue-control.js';
import type { UseCaseContext } from '../context.js';

/**
 * Connects to a queue, does something to it, and disconnects.
 *
 * @throws ImgferryError what connecting throws, QUEUE_IN_USE
 */
export async function controlQueue<Result>(
  address: string,
  { environment, signal }: UseCaseContext,
  action: (control: QueueControl) => Promise<Result>,
): Promise<Result> {
  const queue = parseQueueAddress(address, environment.variables.IMGFERRY_QUEUE_PASSWORD);
  const connection = await connectQueue(queue, { signal });
  try {
    return await action(createQueueControl(connection));
  } finally {
    connection.close();
  }
}
