import type { ErrorReport } from './errors.js';

/** Whether the proxy was not there, or let nothing pass: the server that was meant was not asked, and nothing is known of it. */
export function isProxyFailure({ code, facts }: ErrorReport): boolean {
  if (facts.proxy === undefined) return false;
  if (code === 'RESPONSE_TIMEOUT') return facts.phase === 'connect';
  return ofProxy.test(String(facts.reason ?? ''));
}

const ofProxy = /^(?:ECONNREFUSED|EHOSTUNREACH|ETIMEDOUT|ENOTFOUND|PROXY_4\d\d|UND_ERR_PRX_TLS)$/;
