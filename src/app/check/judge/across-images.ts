import { type Verdict, verdictOf } from '../../../core/verdict.js';
import type { SeenImage } from '../look/look-at-images.js';

/** Verdicts, and what all images together say besides. */
export function judgeAcrossImages(seen: readonly SeenImage[]): ReadonlyMap<SeenImage, Verdict> {
  const isOffline = looksOffline(seen);
  const placeholders = findPlaceholders(seen);
  return new Map(
    seen.map((one) => {
      const { verdict } = one.look;
      if (isOffline && isDnsFailure(one)) return [one, verdictOf(['offline'], verdict.evidence)];
      const placeholder = placeholders.get(one);
      if (placeholder === undefined) return [one, verdict];
      const evidence = { ...verdict.evidence, ...placeholder };
      return [one, verdictOf([...verdict.reasons, 'one-picture-many-addresses'], evidence)];
    }),
  );
}

/**
 * Whether it is this machine that has no network: no host's name could be resolved. One host alone may be gone, unless
 * the resolver itself gave no answer (getaddrinfo(3), EAI_AGAIN).
 */
function looksOffline(seen: readonly SeenImage[]): boolean {
  const asked = seen.filter(({ host, isRemembered }) => host !== undefined && !isRemembered);
  if (asked.length === 0 || !asked.every(isDnsFailure)) return false;
  const hosts = new Set(asked.map(({ host }) => host));
  return hosts.size > 1 || asked.every(({ look }) => look.verdict.evidence.code === 'EAI_AGAIN');
}

const isDnsFailure = ({ look }: SeenImage): boolean => look.verdict.reasons.includes('dns-failure');

/** So many unlike addresses of one host that give the same bytes are no coincidence. */
const manyAddresses = 20;

/** What shows and is, most likely, a picture that stands in for others: with its host, and how many addresses give it. */
function findPlaceholders(
  seen: readonly SeenImage[],
): ReadonlyMap<SeenImage, { readonly host: string; readonly addresses: number }> {
  const groups = new Map<string, SeenImage[]>();
  for (const one of seen) {
    const { digest, verdict } = one.look;
    if (one.host === undefined || digest === undefined || verdict.level === 'broken') continue;
    const id = `${one.host} ${digest}`;
    const group = groups.get(id);
    if (group) group.push(one);
    else groups.set(id, [one]);
  }
  const found = new Map<SeenImage, { host: string; addresses: number }>();
  for (const group of groups.values()) {
    const addresses = new Set(group.map(({ image }) => image.url.replace(/[?#].*$/s, ''))).size;
    if (addresses <= manyAddresses) continue;
    for (const one of group) found.set(one, { host: one.host ?? '', addresses });
  }
  return found;
}
