import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { isMainThread, parentPort, Worker } from 'node:worker_threads';
import { oracleScore, shownPixels } from './optimize-oracle.mjs';

/** The score of every picture that was changed, by name; judged on all cores, outside of what is measured. */
export async function judgeAll(folder, out, results) {
  const waiting = results.filter(({ file }) => file !== undefined);
  const scores = new Map();
  const workers = Array.from({ length: availableParallelism() }, () => judgeWith(folder, out, waiting, scores));
  await Promise.all(workers);
  return scores;
}

async function judgeWith(folder, out, waiting, scores) {
  const worker = new Worker(fileURLToPath(import.meta.url), { stdout: true });
  for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
    const { name, file } = next;
    const answer = once(worker, 'message');
    worker.postMessage({ source: join(folder, name), result: join(out, file) });
    const [score] = await answer;
    scores.set(name, score);
  }
  await worker.terminate();
}

if (!isMainThread) {
  parentPort?.on('message', async ({ source, result }) => {
    const [one, other] = await Promise.all([source, result].map(async (path) => shownPixels(await readFile(path))));
    parentPort?.postMessage(oracleScore(one, other));
  });
}
