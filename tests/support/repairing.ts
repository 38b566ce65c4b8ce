import { writeTree } from './file-tree.js';
import { createTestSite, type OutcomeJson, outcomeOf, type TestSite } from './migration.js';
import type { OriginRoutes } from './origin-server.js';
import type { CliResult } from './run-cli.js';

export const picture = { picture: { seed: 1, width: 60, height: 40 } } as const;
export const page = {
  headers: { 'content-type': 'image/png' },
  body: '<!doctype html><title>Welcome</title>',
} as const;

/** Looks at everything anew, and asks no archive. */
export const onLoopback = ['--allow-host', '127.0.0.1', '--max-age', '0'] as const;
export const repairing = ['repair', 'posts', ...onLoopback, '--wayback', 'off', '--format', 'json'] as const;

export async function siteWith(
  routes: OriginRoutes,
  body: (base: string) => string,
  files: Readonly<Record<string, string | Buffer>> = {},
): Promise<TestSite> {
  const site = await createTestSite(files, routes);
  await writeTree(site.folder, { 'posts/p.md': body(site.origin.url) });
  return site;
}

/** The offer for each image: proof and address, or the error. */
export function offersOf(result: CliResult): Readonly<Record<string, unknown>> {
  return Object.fromEntries(
    outcomeOf(result).images.map(({ url, state, reason, publicUrl, error }) => [
      url,
      error ? error.code : [state, reason, publicUrl],
    ]),
  );
}

export type FailedImage = OutcomeJson['images'][number] & {
  readonly error: { readonly facts: Record<string, unknown> };
};

export const factsOf = (result: CliResult): Record<string, unknown> =>
  (outcomeOf(result).images.find(({ error }) => error !== null) as FailedImage).error.facts;
