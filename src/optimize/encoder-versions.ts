import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

/**
 * The encoders' versions, read without loading them: a run with nothing to do must not pay for that. sharp pins the
 * build of libvips and its codecs, so its version stands for theirs.
 */
export function encoderVersions(): Readonly<Record<string, string>> {
  const entry = createRequire(import.meta.url).resolve('sharp');
  const manifest: unknown = JSON.parse(readFileSync(join(dirname(entry), '..', 'package.json'), 'utf8'));
  if (typeof manifest !== 'object' || manifest === null || !('version' in manifest))
    throw new Error('sharp has no version');
  return { sharp: String(manifest.version) };
}
