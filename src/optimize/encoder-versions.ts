import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

/**
 * The encoders' versions, read without loading them: a run with nothing to do must not pay for that. sharp pins the
 * build of libvips and its codecs, so its version stands for theirs.
 */
export function encoderVersions(): Readonly<Record<string, string>> {
  const { resolve } = createRequire(import.meta.url);
  return {
    sharp: versionIn(join(dirname(resolve('sharp')), '../package.json')),
    oxipng: versionIn(resolve('@jsquash/oxipng/package.json')),
  };
}

function versionIn(manifestPath: string): string {
  const manifest: unknown = JSON.parse(readFileSync(manifestPath, 'utf8'));
  if (typeof manifest !== 'object' || manifest === null || !('version' in manifest))
    throw new Error(`${manifestPath} has no version`);
  return String(manifest.version);
}
