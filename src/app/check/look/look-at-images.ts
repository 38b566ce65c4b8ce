import { type Stats, statSync } from 'node:fs';
import type { ImageLook } from '../../../core/image-look.js';
import { type VerdictLevel, verdictOf } from '../../../core/verdict.js';
import type { Limiter } from '../../../lib/limiter.js';
import { runAll } from '../../../pipeline/run-all.js';
import type { ReadInstead } from '../gather/changes.js';
import type { ImageToCheck } from '../gather/image-to-check.js';
import type { LookAtAddress } from '../look-at-address.js';
import type { LookAtBytes } from './look-at-bytes.js';
import { lookAtData } from './look-at-data.js';
import type { FileLook } from './look-at-file.js';
import type { RememberedLooks } from './remembered-looks.js';

/** One image, and what was seen of it. */
export interface SeenImage {
  readonly image: Omit<ImageToCheck, 'source'>;
  /** The host that it is asked from, where it is. */
  readonly host?: string;
  readonly look: ImageLook;
  readonly requests: number;
  /** Bytes from the network. */
  readonly received: number;
  /** Its last verdict was still fresh. */
  readonly isRemembered: boolean;
}

export interface LookTools {
  readonly lookAtAddress: LookAtAddress;
  readonly files: FileLook;
  readonly lookAtBytes: LookAtBytes;
  /** For what is checked otherwise than it stands on the disk. */
  readonly readInstead: ReadInstead;
  readonly remembered: Pick<RememberedLooks, 'recall' | 'remember'>;
  /** Around each look that is under way, so that neither network nor decoders wait for the other. */
  readonly slots: Limiter;
  /** Images of one host at once. */
  readonly perHost: number;
  readonly filesAtOnce: number;
}

/**
 * Looks at each image once. Hosts go on side by side, so that a slow one holds up its own images alone.
 *
 * @param onSeen told of each, in no order
 */
export async function lookAtImages(
  images: readonly ImageToCheck[],
  tools: LookTools,
  { signal, onSeen }: { readonly signal: AbortSignal; readonly onSeen: (seen: SeenImage) => void },
): Promise<void> {
  const stop = new AbortController();
  const until = AbortSignal.any([signal, stop.signal]);
  const groups = [...groupByHost(images)].map(async ([host, group]) => {
    const atOnce = host === '' ? tools.filesAtOnce : tools.perHost;
    const look = (image: ImageToCheck): Promise<SeenImage> => lookAtImage(image, tools, until);
    for await (const seen of runAll(group, look, { atOnce, signal: until })) onSeen(seen);
  });
  const ends = await Promise.allSettled(
    groups.map((group) =>
      group.catch((error: unknown) => {
        const isFirst = !stop.signal.aborted;
        stop.abort(error);
        if (isFirst) throw error;
      }),
    ),
  );
  for (const end of ends) if (end.status === 'rejected') throw end.reason;
}

/** By host, in the order of first images; all that needs no network together, under an empty name. */
function groupByHost(images: readonly ImageToCheck[]): ReadonlyMap<string, readonly ImageToCheck[]> {
  const groups = new Map<string, ImageToCheck[]>();
  for (const image of images) {
    const host = image.source.kind === 'remote' ? new URL(image.source.url).host : '';
    const group = groups.get(host);
    if (group) group.push(image);
    else groups.set(host, [image]);
  }
  return groups;
}

async function lookAtImage(image: ImageToCheck, tools: LookTools, signal: AbortSignal): Promise<SeenImage> {
  const { source } = image;
  const free = (look: ImageLook): SeenImage => ({ image, look, requests: 0, received: 0, isRemembered: false });
  switch (source.kind) {
    case 'remote':
      return lookAtRemote(image, source.url, tools, signal);
    case 'file':
      return lookAtLocal(image, source.path, tools, signal);
    case 'missing':
      return free((await lookInstead(source.candidates, tools, signal)) ?? tools.files.lookFor(source.candidates));
    case 'data':
      return free(await tools.slots(() => lookAtData(source.uri, tools.lookAtBytes, { signal })));
    case 'told':
      return free({ verdict: source.verdict });
  }
}

async function lookAtRemote(
  image: ImageToCheck,
  url: string,
  { lookAtAddress, remembered, slots }: LookTools,
  signal: AbortSignal,
): Promise<SeenImage> {
  const { host } = new URL(url);
  const known = remembered.recall(image.identity, '');
  if (known?.isFresh) return { image, host, look: known.look, requests: 0, received: 0, isRemembered: true };
  const asked = known === undefined ? { signal } : { signal, known: known.look };
  const { requests, received, ...look } = await slots(() => lookAtAddress(url, asked));
  if (isWorthRemembering(look.verdict.level)) remembered.remember(image.identity, '', look);
  return { image, host, look, requests, received, isRemembered: false };
}

async function lookAtLocal(
  image: ImageToCheck,
  path: string,
  tools: LookTools,
  signal: AbortSignal,
): Promise<SeenImage> {
  const { files, remembered, slots } = tools;
  const seen = { image, requests: 0, received: 0 };
  const other = await lookInstead([path], tools, signal);
  if (other) return { ...seen, look: other, isRemembered: false };
  const stats = statSync(path, { throwIfNoEntry: false });
  const known = stats && remembered.recall(image.identity, stampOf(stats));
  if (known?.isFresh) return { ...seen, look: known.look, isRemembered: true };
  const look = await slots(() => files.lookAt(path, { signal }));
  if (stats && look.digest !== undefined) remembered.remember(image.identity, stampOf(stats), look);
  return { ...seen, look, isRemembered: false };
}

/** A look at the first of these paths that has other bytes than the disk's, or none; undefined: the disk's count. */
async function lookInstead(
  paths: readonly string[],
  { lookAtBytes, readInstead, slots }: LookTools,
  signal: AbortSignal,
): Promise<ImageLook | undefined> {
  for (const path of paths) {
    const bytes = await readInstead(path);
    if (bytes === 'not-staged') return { verdict: verdictOf(['file-missing'], { found: bytes }) };
    if (bytes) return slots(() => lookAtBytes(bytes, { signal }));
  }
  return undefined;
}

const stampOf = ({ size, mtimeMs }: Stats): string => `${size}:${mtimeMs}`;

/** A verdict that never counts later takes no room. */
const isWorthRemembering = (level: VerdictLevel): boolean => level !== 'broken';
