import { securedAddress } from '../../../inspect/judge-mixed-content.js';
import type { Propose } from '../candidate.js';
import type { ImageMemory } from '../known-bytes.js';

/** https in place of http, for the address and for the one that it has moved to. */
export function proposeHttps(memory: ImageMemory): Propose {
  return async (damage) => {
    const { image, checked } = damage;
    if (image.source.kind !== 'remote' || checked.evidence.https === false) return [];
    const bytes = memory.bytesOf(damage).map(({ digest }) => digest);
    return [image.source.url, ...locationOf(damage)]
      .filter((url) => /^http:/i.test(url))
      .map((url) => ({ proof: 'https-works', destination: { kind: 'address', address: securedAddress(url) }, bytes }));
  };
}

/** The address that a server says an image has moved to for good. */
export function proposeMoved(memory: ImageMemory): Propose {
  return async (damage) => {
    const bytes = memory.bytesOf(damage).map(({ digest }) => digest);
    return locationOf(damage).map((address) => ({
      proof: 'moved-permanently',
      destination: { kind: 'address', address },
      bytes,
    }));
  };
}

function locationOf({ checked: { reasons, evidence } }: Parameters<Propose>[0]): readonly string[] {
  const { location } = evidence;
  return reasons.includes('redirected') && typeof location === 'string' ? [location] : [];
}
