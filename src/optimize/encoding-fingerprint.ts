import type { EncodingPolicy } from './encoding-policy.js';

/** Goes up with every change of ours that gives a picture other bytes under the same settings. */
const revision = 5;

/**
 * Names everything that decides a result's bytes apart from the source's: settings, our own rules, library versions.
 *
 * @param versions of the libraries that encode, by name
 */
export function encodingFingerprint(policy: EncodingPolicy, versions: Readonly<Record<string, string>>): string {
  if (policy.optimize === 'off') return 'optimize=off';
  const libraries = Object.entries(versions)
    .sort(([left], [right]) => (left < right ? -1 : 1))
    .map(([name, version]) => `${name}=${version}`);
  return [
    `rules=${revision}`,
    `optimize=${policy.optimize}`,
    `format=${policy.imageFormat}`,
    `quality=${policy.quality ?? 'chosen'}`,
    `effort=${policy.effort}`,
    `target=${policy.target}`,
    `allowed=${[...policy.allowFormats].sort().join('+') || 'all'}`,
    `within=${policy.maxWidth ?? ''}x${policy.maxHeight ?? ''}`,
    `bytes=${policy.maxImageBytes ?? 'any'}`,
    `metadata=${policy.metadata}`,
    ...libraries,
  ].join(' ');
}
