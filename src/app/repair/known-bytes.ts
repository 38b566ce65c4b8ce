import type { Identity } from '../../core/asset.js';
import type { Digest } from '../../core/digest.js';
import type { Ledger } from '../../core/ledger.js';
import { shows } from '../../core/verdict.js';
import { asIdentity } from '../image-identity.js';
import type { Damage } from './damage.js';
import type { KnownStore } from './known-stores.js';

/** Bytes that an image had, as somebody saw them. */
export interface KnownBytes {
  readonly digest: Digest;
  /** Undefined where nobody counted them. */
  readonly size: number | undefined;
}

/** What is remembered of an image. */
export interface ImageMemory {
  /** Whatever it may be remembered by: its address, and the object that this address names. */
  identitiesOf(damage: Damage): readonly Identity[];
  /** Bytes that it had; of one that shows, those that it has. */
  bytesOf(damage: Damage): readonly KnownBytes[];
}

/** Asks the ledger: what was stored, fetched and looked at. */
export function createImageMemory(ledger: Ledger, stores: readonly KnownStore[]): ImageMemory {
  const identitiesOf: ImageMemory['identitiesOf'] = ({ image: { identity, source } }) => {
    if (source.kind !== 'remote') return [identity];
    const objects = stores.flatMap(({ id, addresses }) => {
      const key = isPlain(source.url) ? addresses.keyOf(source.url) : undefined;
      return key === undefined ? [] : [asIdentity(`store:${id}/${key}`)];
    });
    return [identity, ...objects];
  };
  return {
    identitiesOf,
    bytesOf(damage) {
      const { shown, image } = damage;
      if (shown !== undefined) return [{ digest: shown, size: undefined }];
      const identities = identitiesOf(damage);
      return distinct([
        ...objectsAt(image.url, ledger, stores),
        ...identities.flatMap((identity) => ledger.fetched(identity) ?? []),
        ...identities.flatMap((identity) => lookedAt(identity, ledger)),
      ]);
    },
  };
}

/** An address that asks a store to process its object shows other bytes than the object's. */
export const isPlain = (url: string): boolean => new URL(url).search === '';

function objectsAt(url: string, ledger: Ledger, stores: readonly KnownStore[]): readonly KnownBytes[] {
  const written = ledger.objectByAddress(url)?.object;
  const keyed = stores.flatMap(({ id, addresses }) => {
    const key = URL.canParse(url) && isPlain(url) ? addresses.keyOf(url) : undefined;
    return (key === undefined ? undefined : ledger.objectAt(id, key)) ?? [];
  });
  return [...(written ? [written] : []), ...keyed];
}

/** What an error page showed in the image's place was never its bytes. */
function lookedAt(identity: Identity, ledger: Ledger): readonly KnownBytes[] {
  return ledger.looksAt(identity).flatMap(({ look: { verdict, digest, bytes } }) => {
    const isItself = shows(verdict) && !verdict.reasons.includes('error-status-with-image');
    return digest !== undefined && isItself ? [{ digest, size: bytes }] : [];
  });
}

function distinct(all: readonly KnownBytes[]): readonly KnownBytes[] {
  return [...new Map(all.map(({ digest, size }) => [digest, { digest, size }])).values()];
}
