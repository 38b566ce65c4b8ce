import type { Identity } from '../../../core/asset.js';
import { ImgferryError } from '../../../core/errors.js';
import type { Ledger } from '../../../core/ledger.js';
import type { ObjectKey } from '../../../core/object-key.js';
import { digestOf } from '../../../lib/digest.js';
import type { Limiter } from '../../../lib/limiter.js';
import type { UseCaseContext } from '../../context.js';
import type { ImageMaker, MadeImage } from '../../optimize/image-maker.js';
import type { ImagePlace, StandingImage } from '../../optimize/image-place.js';
import type { SettleTools } from '../../optimize/settle-image.js';
import type { OutcomeDraft } from '../../outcome-draft.js';
import { setupOf } from '../job-setup.js';
import { openJobs } from '../open-jobs.js';
import { createStaging, stagingKey } from '../staging.js';
import type { EncodedElsewhere, OptimizeTask } from './optimize-task.js';

export interface ElsewhereMakerTools extends Pick<SettleTools, 'prepareFor'> {
  /** A store. */
  readonly place: ImagePlace;
  readonly ledger: Ledger;
  readonly run: string;
  readonly isShareCard: (identity: Identity) => boolean;
  /** Around images whose new bytes are here. */
  readonly io: Limiter;
  readonly draft: OutcomeDraft;
}

export type ElsewhereMaker = ImageMaker & { close(): Promise<void> };

/**
 * Has images read and encoded by workers, whose bytes come by way of the store. Ledger and posts stay with this machine,
 * and so does every change of an image: it is in the ledger before it is made, whichever machine dies.
 *
 * @throws ImgferryError what connecting and the setup throw
 */
export async function makeElsewhere(
  address: string,
  { place, ledger, run, prepareFor, isShareCard, io, draft }: ElsewhereMakerTools,
  context: UseCaseContext,
): Promise<ElsewhereMaker> {
  const { now, signal } = context;
  if (!place.objects) throw new Error('workers see stores alone');
  const { store, asked } = place.objects;
  const setup = setupOf({ to: asked }, context);
  const options = { address, kind: 'optimize', setup, flush: () => ledger.flush() } as const;
  const jobs = await openJobs<OptimizeTask, EncodedElsewhere>({ ...options, note: draft.note, target: store }, context);
  const staging = createStaging(store, { now });

  async function send(image: StandingImage, keepsFormat: boolean, since?: number): Promise<SentImage> {
    const isCard = isShareCard(image.asset.identity);
    const id = jobs.idOf(JSON.stringify([image.name, image.stamp, keepsFormat, isCard]));
    const task = { image, keepsFormat, isShareCard: isCard, staging: id };
    const settling = jobs.settle(id, { run, url: image.asset.url, task }, { signal, since });
    const seen = await settling.catch((error: unknown) => {
      if (error instanceof ImgferryError && error.scope === 'asset') jobs.forget(id);
      throw error;
    });
    const staged = seen.record !== undefined && seen.record.digest !== seen.digest ? stagingKey(id) : undefined;
    if (staged !== undefined) staging.hold(staged);
    return { id, seen, staged, keepsFormat };
  }

  /** The new bytes; undefined where they are gone: whoever asked for them before removed them, and died. */
  async function fetchMade({ seen: { record }, staged }: SentImage): Promise<MadeImage | undefined> {
    if (!record) throw new Error('a name that lies was encoded');
    if (staged === undefined) return { record, content: Buffer.alloc(0) };
    try {
      const { stream } = await store.open(staged, { signal });
      const content = Buffer.concat(await stream.toArray({ signal }));
      return digestOf(content) === record.digest ? { record, content } : undefined;
    } catch (error) {
      if (error instanceof ImgferryError && error.code === 'OBJECT_NOT_FOUND') return undefined;
      throw error;
    }
  }

  function letGo({ id, staged }: SentImage): void {
    if (signal.aborted) return; // the next run has use for it
    jobs.forget(id);
    if (staged !== undefined) staging.release(staged);
  }

  return {
    async read(image) {
      const first = await send(image, image.tied !== undefined);
      const { seen } = first;
      const sent = [first];
      const leave = await enter(io);

      async function resultOf(keepsFormat: boolean, since?: number): Promise<SentImage> {
        const known = sent.find((one) => one.keepsFormat === keepsFormat);
        if (known && since === undefined) return known;
        const again = await send(image, keepsFormat, since);
        sent.push(again);
        return again;
      }

      return {
        digest: seen.digest,
        size: seen.size,
        nameLies: seen.nameLies,
        async make({ keepsFormat }) {
          const made =
            (await fetchMade(await resultOf(keepsFormat))) ?? (await fetchMade(await resultOf(keepsFormat, now())));
          if (!made) throw new ImgferryError('OBJECT_NOT_FOUND', { key: image.name, store: store.id });
          ledger.recordPrepared(seen.digest, prepareFor(image, { keepsFormat }).fingerprint, made.record);
          return made;
        },
        async release() {
          for (const one of sent) letGo(one);
          leave();
        },
      };
    },

    async close() {
      await jobs.close();
      await staging.close();
    },
  };
}

interface SentImage {
  readonly id: string;
  readonly seen: EncodedElsewhere;
  readonly staged: ObjectKey | undefined;
  readonly keepsFormat: boolean;
}

/** Takes a place of a limit until it is given back. */
function enter(limit: Limiter): Promise<() => void> {
  return new Promise((resolve) => void limit(() => new Promise<void>((leave) => resolve(leave))));
}
