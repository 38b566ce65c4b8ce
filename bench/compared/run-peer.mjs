import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const nameHosts = new URL('name-hosts.mjs', import.meta.url).href;
const worker = fileURLToPath(new URL('worker.mjs', import.meta.url));

/** A peer in a process that is started again whenever a case brought it down or was not over in time. */
export function createPeerLook(name, { env, timeLimit }) {
  let child;
  const start = () => {
    child = fork(worker, [name], {
      env,
      execArgv: ['--import', nameHosts],
      stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    });
    return nextReport(child, 60_000);
  };
  const stop = () => child?.kill('SIGKILL');
  return {
    stop,
    async prepare() {
      if (child?.connected !== true) await start();
    },
    async look({ url, site }) {
      child.send({ url, site });
      const { verdict } = await nextReport(child, timeLimit);
      if (verdict === 'no-end' || verdict === 'crashed') {
        stop();
        child = undefined;
      }
      return verdict;
    },
  };
}

/** The next message of a process, or why none comes. */
function nextReport(child, timeLimit) {
  return new Promise((resolve) => {
    const settle = (report) => {
      clearTimeout(timer);
      child.off('message', settle);
      child.off('exit', onExit);
      resolve(report);
    };
    const onExit = () => settle({ verdict: 'crashed' });
    const timer = setTimeout(() => settle({ verdict: 'no-end' }), timeLimit);
    child.once('message', settle);
    child.once('exit', onExit);
  });
}
