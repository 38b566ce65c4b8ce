import type { Note } from '../core/outcome.js';
import type { UseCaseContext } from './context.js';

/** Says that a proxy resolves names, where the environment names one: the guard can't see where those lead. */
export function noteProxy(
  { environment: { proxies } }: Pick<UseCaseContext, 'environment'>,
  note: (note: Note) => void,
): void {
  const proxy = proxies.https ?? proxies.http;
  if (proxy !== undefined) note({ id: 'proxy-hides-addresses', facts: { host: hostOf(proxy) } });
}

/** Without user and password. */
function hostOf(proxy: string): string {
  return URL.canParse(proxy) ? new URL(proxy).host : (proxy.split('@').at(-1) ?? '');
}
