import { once } from 'node:events';
import type { AddressInfo, LookupFunction } from 'node:net';
import { createServer } from 'node:net';
import { createAuthority } from '../net/certificates.js';
import { answerCases } from './broken/answer-cases.js';
import type { BrokenCase, Place } from './broken/broken-case.js';
import { fineCases } from './broken/fine-cases.js';
import { drawPictures, type Pictures } from './broken/pictures.js';
import { answer, type Respond, startRawServer } from './broken/raw-server.js';
import { wayCases } from './broken/way-cases.js';

/** The site that shows the images, where a case names no other. */
export const usualSite = 'http://blog.example/';

export interface ServedCase extends Omit<BrokenCase, 'respond' | 'beyond' | 'query' | 'site' | 'place'> {
  readonly url: string;
  /** Undefined: it is not known. */
  readonly site: string | undefined;
  readonly place: Place;
  /** It needs the servers' own `lookup`: no program of another process sees it so. */
  readonly needsLookup: boolean;
}

export interface BrokenServers {
  readonly cases: readonly ServedCase[];
  readonly pictures: Pictures;
  /** `HOST:PORT` of every server on loopback, for `--allow-host`. */
  readonly hosts: readonly string[];
  readonly lookup: LookupFunction;
  /** Requests of a case, its further paths left out; of the plain server. */
  count(name: string): number;
  /** What all servers were asked and wrote since the last reset. */
  traffic(): { readonly requests: number; readonly bytes: number };
  /** Forgets requests, and with them what is only so at first. */
  reset(): void;
  /** Breaks off whatever is under way. */
  hangUp(): void;
  close(): Promise<void>;
}

/**
 * Everything that an address can do to a reader, over real sockets: each case says what is expected of it. Add cases in
 * `broken/`.
 *
 * @param options.lateness ms until the slowest answer that is fine begins
 */
export async function startBrokenServers({ lateness = 50 } = {}): Promise<BrokenServers> {
  const pictures = await drawPictures();
  const cases = [...fineCases(pictures, { lateness }), ...wayCases(pictures), ...answerCases(pictures)];
  const paths = new Map<string, Respond>([
    ['/nolink.png', answer(200, { 'content-type': 'image/png' }, pictures.notice)],
  ]);
  for (const { name, respond, beyond = {} } of cases) {
    paths.set(`/${name}`, respond);
    for (const [path, more] of Object.entries(beyond)) paths.set(`/${name}${path}`, more);
  }
  const respond = (path: string): Respond | undefined => paths.get(path);
  const plain = await startRawServer(respond);
  const secure = await startRawServer(respond, await (await createAuthority()).issue('IP:127.0.0.1'));
  const bases: Readonly<Record<Place, string>> = {
    plain: `http://127.0.0.1:${plain.port}`,
    secure: `https://127.0.0.1:${secure.port}`,
    closed: `http://127.0.0.1:${await closedPort()}`,
    guarded: 'http://10.0.0.1',
    named: `http://pictures.example:${plain.port}`,
    unknown: 'http://nowhere.invalid',
    unreachable: 'http://unreachable.example',
  };
  return {
    pictures,
    cases: cases.map(({ name, reason, level, how, query = '', site = usualSite, place = 'plain' }) => ({
      ...{ name, reason, level, how, place },
      url: `${bases[place]}/${name}${query}`,
      site: site === 'none' ? undefined : site,
      needsLookup: place === 'named' || place === 'unreachable',
    })),
    hosts: [...Object.values(bases)].map((base) => new URL(base).host).filter((host) => /127|pictures/.test(host)),
    lookup,
    count: (name) => plain.count(`/${name}`),
    traffic: () => ({
      requests: plain.count() + secure.count(),
      bytes: plain.bytesWritten() + secure.bytesWritten(),
    }),
    reset() {
      plain.reset();
      secure.reset();
    },
    hangUp() {
      plain.hangUp();
      secure.hangUp();
    },
    async close() {
      await Promise.all([plain.close(), secure.close()]);
    },
  };
}

const lookup: LookupFunction = (hostname, options, callback) => {
  if (hostname === 'pictures.example') {
    if (options.all) callback(null, [{ address: '127.0.0.1', family: 4 }]);
    else callback(null, '127.0.0.1', 4);
    return;
  }
  const code = hostname.startsWith('unreachable') ? 'EAI_AGAIN' : 'ENOTFOUND';
  callback(Object.assign(new Error(`${code} ${hostname}`), { code, syscall: 'getaddrinfo' }), '');
};

/** A port of loopback that was free a moment ago. */
async function closedPort(): Promise<number> {
  const server = createServer();
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}
