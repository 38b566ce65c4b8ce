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

function hostOf(address: string): string | undefined {
  const given = address.replace(/^\/\//, 'https://');
  return /^https?:/i.test(given) && URL.canParse(given) ? new URL(given).host : undefined;
}
