import { createWeightedLimiter } from '../../../lib/limiter.js';
import type { AddressLook } from '../../check/look-at-address.js';
import { openAddressLook } from '../../check/open-address-look.js';
import type { UseCaseContext } from '../../context.js';
import { encodersAtOnce } from '../../prepare/encoding-room.js';
import type { JobRoom, JobRoomTools } from '../job-room.js';
import type { LookTask } from './look-task.js';

/** Looks at addresses, one a job; whatever an address does is a verdict. */
export async function openCheckRoom(
  { client }: JobRoomTools,
  context: UseCaseContext,
): Promise<JobRoom<LookTask, AddressLook>> {
  const lookAtAddress = openAddressLook({ client, decode: createWeightedLimiter(encodersAtOnce()) }, context);
  return {
    async process({ task: { url, ...known } }, call) {
      const look = await lookAtAddress(url, { ...call, ...known });
      return { state: 'looked-at', fetched: look.received, stored: 0, value: look };
    },
    close: async () => undefined,
  };
}
