import type { CdnAction, CdnBatch, CdnCall, CdnLimits, CdnProvider } from '../../core/cdn.js';
import type { ImgferryError } from '../../core/errors.js';
import { type CdnConnection, callProvider, type ProviderAnswer } from '../connection.js';
import { kindOfStatus, refusal } from '../refusal.js';

export interface HttpPurgeOptions extends CdnConnection {
  /** Where requests go, with the address's own Host; undefined: to the address itself. */
  readonly endpoint: string | undefined;
  /** Sent with each, a password perhaps. */
  readonly headers: Readonly<Record<string, string>>;
}

/** There is no provider to set any: so many addresses are recorded at once, each a request of its own. */
const limits: CdnLimits = {
  refresh: { url: { perCall: 50 }, prefix: { perCall: 50 } },
  prefetch: { url: { perCall: 50 } },
  callsPerSecond: 1000,
};

/** Requests of a batch that are under way together. */
const atOnce = 6;

/**
 * One's own nginx (ngx_cache_purge) or Varnish: `PURGE` for an address, `BAN` for everything below one, a reader's GET to
 * prefetch.
 */
export function createHttpPurge({ endpoint, headers, ...connection }: HttpPurgeOptions): CdnProvider {
  async function send(address: string, method: string, call: CdnCall): Promise<void> {
    const url = new URL(address);
    const target = endpoint === undefined ? url.href : `${new URL(endpoint).origin}${url.pathname}${url.search}`;
    const all = { ...(method === 'GET' ? readerHeaders : headers), host: url.host };
    const answer = await callProvider({ provider: 'http', url: target, method, headers: all }, connection, call);
    if (!isDone(answer.status, method)) throw refusalOf(answer, address, method, connection.now());
  }

  return {
    name: 'http',
    id: endpoint === undefined ? 'http' : `http ${new URL(endpoint).host}`,
    limits,

    async submit(action, batch, call) {
      const waiting = [...batch.names];
      const method = methodOf(action, batch);
      const work = async (): Promise<void> => {
        try {
          for (let name = waiting.shift(); name !== undefined; name = waiting.shift()) await send(name, method, call);
        } finally {
          waiting.length = 0; // after an error the others begin nothing more
        }
      };
      await Promise.all(Array.from({ length: atOnce }, work));
      return {};
    },

    status: undefined,
    quota: async () => [],
    domains: undefined,
  };
}

function methodOf(action: CdnAction, { target }: CdnBatch): string {
  if (action === 'prefetch') return 'GET';
  return target === 'prefix' ? 'BAN' : 'PURGE';
}

/** What most browsers ask a picture with: an edge that negotiates keeps what they get. */
const readerHeaders = { accept: 'image/avif,image/webp,image/apng,image/svg+xml,image/*,*/*;q=0.8' };

/** ngx_cache_purge answers 404 or 412 where it has nothing under the address: then there is nothing to forget. */
const isDone = (status: number, method: string): boolean =>
  (status >= 200 && status < 300) || (method === 'PURGE' && (status === 404 || status === 412));

function refusalOf(answer: ProviderAnswer, url: string, method: string, now: number): ImgferryError {
  const kind = answer.status === 501 || answer.status === 405 ? 'refused' : kindOfStatus(answer.status);
  const facts = { provider: 'http', url, method, found: `HTTP ${answer.status}` } as const;
  return refusal(method === 'GET' && kind === 'access' ? 'refused' : kind, answer, facts, now);
}
