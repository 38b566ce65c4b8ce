import { createHash } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import type { Asset, AssetSource, Identity } from '../../src/core/asset.js';
import { createFetchStage, type FetchStageOptions } from '../../src/fetch/fetch-stage.js';
import { openSpool } from '../../src/lib/spool.js';
import { openClient, unaborted } from '../net/client-kit.js';

function assetFrom(source: AssetSource): Asset {
  return { identity: 'x' as Identity, url: 'x', source, naming: { name: 'x', post: 'x', date: 0 } };
}

export async function openFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'imgferry-fetch-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

export async function openStage(options: Partial<FetchStageOptions> = {}) {
  const folder = await openFolder();
  const stage = createFetchStage({
    client: openClient({ allowHosts: ['127.0.0.1'] }),
    spool: openSpool(folder, { maxBytes: 1e9 }),
    openObject: () => Promise.reject(new Error('no store is expected')),
    maxBytes: 1_000_000,
    remap: () => undefined,
    ...options,
  });
  return {
    folder,
    fetch: (source: AssetSource | string) =>
      stage.run(assetFrom(typeof source === 'string' ? { kind: 'remote', url: source } : source), {
        signal: unaborted,
      }),
  };
}

export const digestOf = (content: Buffer | string): string => createHash('sha256').update(content).digest('hex');
