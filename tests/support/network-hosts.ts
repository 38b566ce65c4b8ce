import { execFileSync } from 'node:child_process';
import { onTestFinished } from 'vitest';

/** What is to this machine a machine of its own: a network namespace, joined to ours by a wire that can be cut. */
export interface NetworkHost {
  /** For `ip netns exec`. */
  readonly namespace: string;
  /** Where it finds this machine. */
  readonly gateway: string;
  cut(): void;
  mend(): void;
}

const ip = (...args: readonly string[]): void => void execFileSync('ip', args, { stdio: 'pipe' });

/** Whether there are such hosts: Linux, root, and Debian's iproute2. */
export const hasNetworkHosts = ((): boolean => {
  const probe = `imgferry-${process.pid}`;
  try {
    ip('netns', 'add', probe);
    try {
      ip('link', 'add', `imf${process.pid}x`, 'type', 'veth', 'peer', 'name', 'eth0', 'netns', probe);
    } finally {
      ip('netns', 'del', probe); // and with it both ends of the wire
    }
    return true;
  } catch {
    return false;
  }
})();

/** So many hosts, gone when the test ends. */
export function createNetworkHosts(count: number): readonly NetworkHost[] {
  return Array.from({ length: count }, (_, at) => createHost(at));
}

/** Of 198.18.0.0/15, which is for tests (RFC 2544), four addresses. */
function createHost(at: number): NetworkHost {
  const namespace = `imgferry-${process.pid}-${at}`;
  const wire = `imf${process.pid}-${at}`;
  const address = (last: number): string => `198.18.${process.pid % 256}.${at * 4 + last}`;
  ip('netns', 'add', namespace);
  onTestFinished(() => ip('netns', 'del', namespace));
  ip('link', 'add', wire, 'type', 'veth', 'peer', 'name', 'eth0', 'netns', namespace);
  ip('addr', 'add', `${address(1)}/30`, 'dev', wire);
  ip('link', 'set', wire, 'up');
  ip('-n', namespace, 'addr', 'add', `${address(2)}/30`, 'dev', 'eth0');
  ip('-n', namespace, 'link', 'set', 'eth0', 'up');
  ip('-n', namespace, 'link', 'set', 'lo', 'up');
  return {
    namespace,
    gateway: address(1),
    cut: () => ip('link', 'set', wire, 'down'),
    mend: () => ip('link', 'set', wire, 'up'),
  };
}
