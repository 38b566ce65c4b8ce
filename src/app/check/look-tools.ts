import type { Note } from '../../core/outcome.js';
import { defaultMaxPixels } from '../../inspect/inspect-image.js';
import { digestOf } from '../../lib/digest.js';
import { createLimiter, createWeightedLimiter } from '../../lib/limiter.js';
import type { HttpClient } from '../../net/http-client.js';
import { openClient } from '../compose.js';
import type { UseCaseContext } from '../context.js';
import { encodersAtOnce } from '../prepare/encoding-room.js';
import type { ReadInstead } from './gather/changes.js';
import { limitRequests } from './look/limit-requests.js';
import { createBytesLook } from './look/look-at-bytes.js';
import { createFileLook } from './look/look-at-file.js';
import type { LookTools } from './look/look-at-images.js';
import { openRememberedLooks } from './look/remembered-looks.js';
import { createAddressLook } from './look-at-address.js';

export interface LookToolOptions {
  readonly note: (note: Note) => void;
  readonly readInstead: ReadInstead;
}

/** Opens what looks at images and closes it whatever happens; what was seen until then is remembered. */
export async function useLookTools(
  context: UseCaseContext,
  { note, readInstead }: LookToolOptions,
  work: (tools: LookTools & { readonly client: HttpClient }) => Promise<void>,
): Promise<void> {
  const { settings, cwd, now, emit } = context;
  const deep = settings.depth === 'deep';
  const decode = createWeightedLimiter(encodersAtOnce());
  const lookAtBytes = createBytesLook({ deep, maxPixels: defaultMaxPixels, decode });
  const remembered = await openRememberedLooks(viewOf(context), note, context);
  const client = openClient(context);
  try {
    await work({
      client,
      lookAtBytes,
      lookAtAddress: createAddressLook({
        client: limitRequests(client, createLimiter(settings.concurrency)),
        ...(settings.site === undefined ? {} : { site: settings.site }),
        deep,
        maxBytes: settings.maxBytes,
        maxPixels: defaultMaxPixels,
        decode,
        timeLimit: settings.imageTimeout,
        now,
        emit,
      }),
      files: createFileLook({ cwd, lookAtBytes, maxBytes: settings.maxBytes }),
      readInstead,
      remembered,
      slots: createLimiter(settings.concurrency + 4 * encodersAtOnce()),
      perHost: settings.perHost,
      filesAtOnce: 4 * encodersAtOnce(),
    });
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
