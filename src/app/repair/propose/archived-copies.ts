import { isIP } from 'node:net';
import { ImgferryError } from '../../../core/errors.js';
import type { Note } from '../../../core/outcome.js';
import { createArchiveStage } from '../../../fetch/find-archived-copy.js';
import { readExpiry } from '../../../inspect/read-expiry.js';
import { createLimiter } from '../../../lib/limiter.js';
import { isPrivateName } from '../../../net/address-guard.js';
import type { HttpClient } from '../../../net/http-client.js';
import { runStage } from '../../../pipeline/run-stage.js';
import type { UseCaseContext } from '../../context.js';
import type { Candidate, Propose } from '../candidate.js';
import { isShown } from '../damage.js';
import type { ImageMemory } from '../known-bytes.js';

/** The last resort: what an archive has of an address. It is told addresses, so it is told no private ones. */
export interface Archive {
  readonly propose: Propose;
  /** What a person should know of having asked it. */
  notes(): readonly Note[];
}

/** One question at a time; an archive that does not answer is asked no more. */
export function createArchive(memory: ImageMemory, client: HttpClient, context: UseCaseContext): Archive {
  const { settings, signal, emit } = context;
  const archive = settings.wayback.endsWith('/') ? settings.wayback : `${settings.wayback}/`;
  const stage = createArchiveStage({ client, archive });
  const { host } = new URL(archive);
  const inTurn = createLimiter(1);
  let asked = 0;
  let failure: ImgferryError | undefined;

  const ask = async (url: string): Promise<readonly string[]> => {
    if (failure) return [];
    asked += 1;
    try {
      const copy = await runStage(stage, url, { url, limit: inTurn, timeLimit: settings.imageTimeout, signal, emit });
      return copy === undefined ? [] : [copy];
    } catch (error) {
      if (!(error instanceof ImgferryError) || error.scope !== 'asset') throw error;
      failure = error;
      return [];
    }
  };

  return {
    async propose(damage) {
      const { source } = damage.image;
      if (source.kind !== 'remote' || isShown(damage) || !isPublic(source.url, settings.allowHosts)) return [];
      const bytes = memory.bytesOf(damage).map(({ digest }) => digest);
      const copies = await ask(source.url);
      return copies.map((address): Candidate => {
        return { proof: 'archived', destination: { kind: 'address', address }, bytes };
      });
    },
    notes: () => [
      ...(asked > 0 ? [{ id: 'archive-asked', facts: { host, addresses: asked } } as const] : []),
      ...(failure ? [{ id: 'archive-away', facts: { host, code: failure.code } } as const] : []),
    ],
  };
}

/** Names that everybody can resolve, with nothing in their address that is meant for few. */
function isPublic(address: string, allowHosts: readonly string[]): boolean {
  const { host, hostname, username, password } = new URL(address);
  const isAllowed = allowHosts.includes(host) || allowHosts.includes(hostname);
  const isName = isIP(hostname.replace(/^\[|\]$/g, '')) === 0 && !isPrivateName(hostname);
  return isName && !isAllowed && username === '' && password === '' && readExpiry(address) === undefined;
}
