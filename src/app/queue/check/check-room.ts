import { defaultMaxPixels } from '../../../inspect/inspect-image.js';
import { createWeightedLimiter, type Limiter } from '../../../lib/limiter.js';
import { createBytesLook } from '../../check/look/look-at-bytes.js';
import { createObjectLook } from '../../check/look/look-at-object.js';
import type { AddressLook } from '../../check/look-at-address.js';
import { openAddressLook } from '../../check/open-address-look.js';
import { openNamedStore, storeSettingsOf } from '../../compose.js';
import type { UseCaseContext } from '../../context.js';
import { encodersAtOnce } from '../../prepare/encoding-room.js';
import { refuseMissingFolder } from '../../refuse-missing-folder.js';
import type { DoneWork, JobRoom, JobRoomTools } from '../job-room.js';
import { placeHere } from '../job-setup.js';
import type { AddressTask, ObjectTask } from './look-task.js';

/**
 * Looks at addresses, or at objects of a store, one a job; whatever they do is a verdict.
 *
 * @throws ImgferryError PATH_NOT_FOUND, what opening the store throws
 */
export function openCheckRoom(
  tools: JobRoomTools,
  context: UseCaseContext,
): Promise<JobRoom<AddressTask, AddressLook> | JobRoom<ObjectTask, AddressLook | undefined>> {
  const decode = createWeightedLimiter(encodersAtOnce());
  const { from } = tools.setup;
  return from === undefined ? openAddresses(decode, tools, context) : openObjects(from, decode, tools, context);
}

async function openAddresses(
  decode: Limiter,
  { client }: JobRoomTools,
  context: UseCaseContext,
): Promise<JobRoom<AddressTask, AddressLook>> {
  const lookAtAddress = openAddressLook({ client, decode }, context);
  return {
    process: async ({ task: { url, ...known } }, call) => done(await lookAtAddress(url, { ...call, ...known })),
    close: async () => undefined,
  };
}

async function openObjects(
  from: string,
  decode: Limiter,
  { storeTools }: JobRoomTools,
  context: UseCaseContext,
): Promise<JobRoom<ObjectTask, AddressLook | undefined>> {
  const storeSettings = storeSettingsOf(placeHere(from, context), context);
  refuseMissingFolder(storeSettings, context);
  const store = await openNamedStore(storeSettings, storeTools, context);
  const { maxBytes, depth } = context.settings;
  const deep = depth === 'deep';
  const lookAtBytes = createBytesLook({ deep, maxPixels: defaultMaxPixels, decode });
  const lookAtObject = createObjectLook(store, { lookAtBytes, deep, maxBytes });
  return {
    process: async ({ task: { object } }, call) => done(await lookAtObject(object, call)),
    close: () => store.close(),
  };
}

function done<Look extends AddressLook | undefined>(look: Look): DoneWork<Look> {
  return { state: 'looked-at', fetched: look?.received ?? 0, stored: 0, value: look };
}
