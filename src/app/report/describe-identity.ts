import { resolve } from 'node:path';
import type { ReportedImage } from '../../core/run-report.js';
import { displayPath } from '../image-identity.js';
import { objectNamed } from '../redirects/known-bases.js';
import { objectPlace, type PicturePlace, type Surroundings } from './picture-source.js';

/** An image as people know it, where it was, and where its bytes may be. */
export interface DescribedIdentity extends Pick<ReportedImage, 'from' | 'host'> {
  readonly place: PicturePlace;
}

export function describeIdentity(identity: string, surroundings: Surroundings): DescribedIdentity {
  if (identity.startsWith('file:')) {
    const path = identity.slice('file:'.length);
    return { from: displayPath(path, surroundings.cwd), place: { paths: [path] } };
  }
  const object = objectNamed(identity, surroundings.basesOf);
  if (!object && identity.startsWith('store:')) return inUnknownStore(identity.slice('store:'.length), surroundings);
  if (!object) {
    const host = hostOf(identity);
    const place: PicturePlace =
      host === undefined ? { paths: [] } : { paths: [], remote: { kind: 'remote', url: identity } };
    return { from: identity, ...(host === undefined ? {} : { host }), place };
  }
  const { store, key, bases } = object;
  const address = bases.publicUrl(key);
  const host = address === undefined ? undefined : hostOf(address);
  const from = address === undefined || host === undefined ? `${bases.settings.name}:${key}` : address;
  return { from, host: host ?? bases.settings.name, place: objectPlace(store, key, surroundings) };
}

/** A source that nothing was ever stored in: its id says where it is, and where the key begins does not matter. */
function inUnknownStore(idAndKey: string, { ledger, cwd }: Surroundings): DescribedIdentity {
  const [, folder] = /^file:(.*)$/s.exec(idAndKey) ?? [];
  if (folder !== undefined) {
    const path = resolve(ledger.root, folder);
    return { from: displayPath(path, cwd), place: { paths: [path] } };
  }
  const [bucket] = /^\w+:\/\/[^/]+/.exec(idAndKey) ?? [];
  return { from: idAndKey, ...(bucket === undefined ? {} : { host: bucket }), place: { paths: [] } };
}

function hostOf(address: string): string | undefined {
  const given = address.replace(/^\/\//, 'https://');
  return /^https?:/i.test(given) && URL.canParse(given) ? new URL(given).host : undefined;
}
