import { readThroughEdge } from '../fetch/edge-read-stage.js';
import { createPublicReadStage, type PublicAddress } from '../fetch/public-read-stage.js';
import { createLimiter } from '../lib/limiter.js';
import type { HttpClient } from '../net/http-client.js';
import { runStage } from '../pipeline/run-stage.js';
import type { UseCaseContext } from './context.js';
import type { OutcomeDraft } from './outcome-draft.js';

/** Reads the public address of an object that was stored before, and throws where it doesn't serve its bytes. */
export type ReadPublicly = (address: PublicAddress) => Promise<void>;

/** The edge is told to forget nothing: what it remembers is only said. */
export function createPublicReader(
  client: HttpClient,
  draft: Pick<OutcomeDraft, 'noteOnce'>,
  { settings, signal, emit }: UseCaseContext,
): ReadPublicly {
  const bare = createPublicReadStage({
    client,
    onForcedDownload: (url) => draft.noteOnce({ id: 'forced-download', facts: { url } }),
  });
  const stage = readThroughEdge(bare, { forget: undefined });
  const limit = createLimiter(settings.concurrency);
  return (address) =>
    runStage(stage, address, { url: address.url, limit, timeLimit: settings.imageTimeout, signal, emit });
}
