import { realpathSync } from 'node:fs';
import { basename, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Asset, AssetOutcome, Identity } from '../../core/asset.js';
import { ImgferryError } from '../../core/errors.js';
import { decodeKey } from '../../core/object-key.js';
import type { Outcome } from '../../core/outcome.js';
import { runAll } from '../../pipeline/run-all.js';
import type { UseCaseContext } from '../context.js';
import { asIdentity, displayPath } from '../image-identity.js';
import { draftOutcome, type OutcomeDraft } from '../outcome-draft.js';
import { inRun, recoverKilledRuns } from '../run-lifecycle.js';
import { recordTarget, targetNamed } from '../target.js';
import { targetSettingsOf, useWorkshop, type Workshop } from '../workshop.js';

export interface FinishedUpload {
  /** Its images are the sources, one for each in the order given; fewer where the run was stopped. */
  readonly outcome: Outcome;
  /** The public address of each source in the order given; undefined where one of them has none. */
  readonly addresses: readonly string[] | undefined;
}

/** An upload that comes while another one runs, as when two pictures are pasted at once, waits this long for its turn. */
const patience = 60_000; // ms

/**
 * Stores images in the settings' target and tells their public addresses. Names and bytes are as `migrate` makes them;
 * the same content is stored once, whatever file it comes from.
 *
 * @param sources paths, `file:` addresses, `http:` and `https:` addresses
 */
export async function upload(sources: readonly string[], context: UseCaseContext): Promise<FinishedUpload> {
  const assets = sources.map((source) => readSource(source, context));
  const { outcome } = await draftOutcome('upload', { dryRun: false }, context, async (draft) => {
    refuseUnfitTarget(context);
    await useWorkshop(context, { ledger: 'lock', patience, draft }, (workshop) =>
      uploadAll(assets, workshop, draft, context),
    );
  });
  const byIdentity = new Map(outcome.images.map((image) => [image.identity, image]));
  const images = assets.flatMap(({ identity }) => ofUpload(byIdentity.get(identity)) ?? []);
  const addresses = images.flatMap(({ state, publicUrl }) => (state === 'failed' ? [] : (publicUrl ?? [])));
  const isWhole = sources.length > 0 && addresses.length === sources.length;
  return { outcome: { ...outcome, images }, addresses: isWhole ? addresses : undefined };
}

/** No post is there to be mended. */
function ofUpload(image: AssetOutcome | undefined): AssetOutcome | undefined {
  if (!image?.error || image.error.facts.hint !== undefined) return image;
  const isFile = image.identity.startsWith('file:');
  const { code, facts } = image.error;
  const isNamedHere = code === 'FILE_MISSING' || code === 'URL_INVALID' || (code === 'IMAGE_BROKEN' && isFile);
  return isNamedHere ? { ...image, error: { code, facts: { ...facts, hint: 'upload' } } } : image;
}

async function uploadAll(
  sources: readonly UploadSource[],
  workshop: Workshop,
  draft: OutcomeDraft,
  context: UseCaseContext,
): Promise<void> {
  const { ledger, target, targetSettings, pipeline, inFlight } = workshop;
  await recoverKilledRuns(ledger, draft, context);
  const distinct = [...new Map(sources.map((source) => [source.identity, source])).values()];
  context.emit({ type: 'scanned', documents: 0, images: distinct.length });
  await inRun('upload', { ledger, draft, context }, async (run) => {
    recordTarget(ledger, target, targetSettings, targetNamed(context));
    const settle = async (source: UploadSource): Promise<AssetOutcome> =>
      source.asset ? pipeline.settle(source.asset, run, context) : source.outcome;
    for await (const image of runAll(distinct, settle, inFlight)) draft.addImage(image);
  });
}

/**
 * No post is there that a path could start at.
 *
 * @throws ImgferryError USAGE_INVALID, PUBLIC_URL_MISSING
 */
export function refuseUnfitTarget(context: UseCaseContext): void {
  const { publicUrl } = targetSettingsOf(context);
  if (publicUrl !== 'relative') return;
  throw new ImgferryError('USAGE_INVALID', { option: '--public-url', expected: 'url', found: publicUrl });
}

type UploadSource =
  | { readonly identity: Identity; readonly asset: Asset }
  | { readonly identity: Identity; readonly asset?: never; readonly outcome: AssetOutcome };

function readSource(text: string, context: UseCaseContext): UploadSource {
  if (/^https?:/i.test(text)) return URL.canParse(text) ? remoteSource(new URL(text), context) : invalid(text);
  if (!/^file:\/\//i.test(text)) return fileSource(resolve(context.cwd, text), context);
  try {
    return fileSource(fileURLToPath(text), context);
  } catch {
    return invalid(text); // a host, or what no path can hold
  }
}

function remoteSource(url: URL, context: UseCaseContext): UploadSource {
  url.hash = '';
  const identity = asIdentity(url.href);
  const source = { kind: 'remote', url: url.href } as const;
  const name = stem(decodeKey(url.pathname) ?? url.pathname);
  return { identity, asset: { identity, url: url.href, source, naming: naming(name, context) } };
}

function fileSource(path: string, context: UseCaseContext): UploadSource {
  const real = realPathOf(path);
  const identity = asIdentity(`file:${real}`);
  const source = { kind: 'file', path: real } as const;
  const url = displayPath(path, context.cwd);
  return { identity, asset: { identity, url, source, naming: naming(stem(path), context) } };
}

function invalid(url: string): UploadSource {
  const identity = asIdentity(`unsupported:${url}`);
  return { identity, outcome: { identity, url, state: 'failed', error: { code: 'URL_INVALID', facts: { url } } } };
}

/** There is no post: what a template says of one is said of the upload. */
const naming = (name: string, { now }: UseCaseContext) => ({ name, post: 'upload', date: now() });

const stem = (path: string): string => basename(path).replace(/\.[^.]+$/, '') || 'image';

function realPathOf(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    return path; // reading it says what is wrong
  }
}
