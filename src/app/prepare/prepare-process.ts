import { ImgferryError } from '../../core/errors.js';
import { prepareImage } from './prepare-image.js';
import { fromChannel, type PrepareAnswer, type PrepareTask } from './prepare-task.js';

// A process of `createPrepareProcesses`: a picture in, what became of it out, one at a time.

const { signal } = new AbortController();

process.on('message', async ({ image, policy }: PrepareTask) => {
  process.send?.(await answer(image, policy));
  if (process.memoryUsage().external > pixelsKept) globalThis.gc?.(); // they go before the next picture comes
});

/** Bytes of pixels that are left for later: sweeping after each small picture took a third of its time. */
const pixelsKept = 16 << 20;

async function answer(image: PrepareTask['image'], policy: PrepareTask['policy']): Promise<PrepareAnswer> {
  try {
    return { kind: 'prepared', image: await prepareImage(fromChannel(image), policy, { signal }) };
  } catch (error) {
    if (error instanceof ImgferryError) return { kind: 'refused', error: error.toReport() };
    return { kind: 'failed', error };
  }
}

// Ctrl-C reaches the whole group; when to stop is the starter's to say, by ending this process or itself
process.on('SIGINT', () => undefined);
process.on('SIGTERM', () => undefined);
process.on('disconnect', () => process.exit());
