import { parentPort } from 'node:worker_threads';
import { runTask, type ScorerTask } from './scorer-task.js';

// A thread of `createScorer`: a task in, its result out; what is thrown ends the thread, which tells.
parentPort?.on('message', async (task: ScorerTask) => {
  parentPort?.postMessage(await runTask(task));
});
