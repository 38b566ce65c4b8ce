import type { Note } from '../../core/outcome.js';
import { defaultMaxPixels } from '../../inspect/inspect-image.js';
import { digestOf } from '../../lib/digest.js';
import { createLimiter, createWeightedLimiter } from '../../lib/limiter.js';
import type { HttpClient } from '../../net/http-client.js';
import { openClient } from '../compose.js';
import type { UseCaseContext } from '../context.js';
import { encodersAtOnce } from '../prepare/encoding-room.js';
import { jobsAhead } from '../queue/jobs-ahead.js';
import type { ReadInstead } from './gather/changes.js';
import { createBytesLook } from './look/look-at-bytes.js';
import { createFileLook } from './look/look-at-file.js';
import type { LookTools } from './look/look-at-images.js';
import type { LookAtObject } from './look/look-at-object.js';
import { openRememberedLooks } from './look/remembered-looks.js';
import { openAddressLook } from './open-address-look.js';

export interface LookToolOptions {
  readonly note: (note: Note) => void;
  /** Redis of a queue whose workers look at what is not on this machine; undefined: this process does. */
  readonly queue?: string | undefined;
  /** Whose objects workers look at, by its name or address. */
  readonly store?: string;
  readonly readInstead: ReadInstead;
}

/** What looks at images of posts, and at objects. */
export interface OpenLookTools extends LookTools {
  readonly client: HttpClient;
  /** Has objects of the store looked at by workers, where there is a queue. */
  readonly objectsElsewhere: LookAtObject | undefined;
}

/** Opens what looks at images and closes it whatever happens; what was seen until then is remembered. */
export async function useLookTools(
  context: UseCaseContext,
  { note, readInstead, queue, store }: LookToolOptions,
  work: (tools: OpenLookTools) => Promise<void>,
): Promise<void> {
  const { settings, cwd } = context;
  const decode = createWeightedLimiter(encodersAtOnce());
  const lookAtBytes = createBytesLook({ deep: settings.depth === 'deep', maxPixels: defaultMaxPixels, decode });
  const remembered = await openRememberedLooks(viewOf(context), note, context);
  const client = openClient(context);
  const here = openAddressLook({ client, decode }, context);
  try {
    const far = queue === undefined ? undefined : await import('../queue/check/look-elsewhere.js');
    const elsewhere =
      far && queue !== undefined ? await far.lookElsewhere(queue, { here, note, store }, context) : undefined;
    try {
      await work({
        client,
        lookAtBytes,
        objectsElsewhere: elsewhere?.lookAtObject,
        lookAtAddress: elsewhere?.lookAtAddress ?? here,
        files: createFileLook({ cwd, lookAtBytes, maxBytes: settings.maxBytes }),
        readInstead,
        remembered,
        slots: createLimiter(elsewhere ? jobsAhead : settings.concurrency + 4 * encodersAtOnce()),
        perHost: elsewhere ? jobsAhead : settings.perHost,
        filesAtOnce: 4 * encodersAtOnce(),
      });
    } finally {
      await elsewhere?.close();
    }
  } finally {
    await client.close();
    await remembered.save();
  }
}

/** All that decides what is seen: whoever asks otherwise sees other things. */
function viewOf({ settings, version }: UseCaseContext): string {
  const { depth, hosts, maxBytes, site } = settings;
  return `${depth} ${digestOf(JSON.stringify([version, site, hosts, maxBytes])).slice(0, 16)}`;
}
