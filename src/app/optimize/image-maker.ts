import { readFile } from 'node:fs/promises';
import type { Digest } from '../../core/digest.js';
import type { Emit } from '../../core/events.js';
import { isNamedForAnother, sniffFormat } from '../../core/image-format.js';
import type { Ledger, PreparedRecord } from '../../core/ledger.js';
import type { FetchedImage, ImageContent } from '../../core/stage.js';
import type { Limiter } from '../../lib/limiter.js';
import { readHead } from '../../lib/read-head.js';
import type { Spool } from '../../lib/spool.js';
import { runStage } from '../../pipeline/run-stage.js';
import type { PrepareStage } from '../prepare/encodings.js';
import type { ImagePlace, StandingImage } from './image-place.js';

/** Reads images and makes them smaller: here, or on other machines. */
export interface ImageMaker {
  read(image: StandingImage): Promise<ReadImage>;
}

/** An image as it was read. */
export interface ReadImage {
  readonly digest: Digest;
  readonly size: number;
  /** Its bytes are of another format than its name says. */
  readonly nameLies: boolean;
  /** What it becomes; as `content` the new bytes, none where it keeps its own. */
  make(options: { readonly keepsFormat: boolean }): Promise<MadeImage>;
  /** Its bytes are needed no longer. */
  release(): Promise<void>;
}

export interface MadeImage {
  readonly record: PreparedRecord;
  readonly content: Buffer;
}

export interface MakerTools {
  readonly place: ImagePlace;
  readonly ledger: Pick<Ledger, 'prepared' | 'recordPrepared'>;
  readonly spool: Spool;
  /** How an image is encoded; `keepsFormat`: in whatever format it has. */
  readonly prepareFor: (image: StandingImage, options: { readonly keepsFormat: boolean }) => PrepareStage;
  readonly io: Limiter;
  readonly encode: Limiter;
  /** Places that encoding it takes. */
  readonly weightOf: (image: ImageContent) => Promise<number>;
  /** What was read and made stays in the spool, for a later run. */
  readonly keeps: boolean;
  /** Longest time for reading one image, in ms. */
  readonly timeLimit: number;
  readonly signal: AbortSignal;
  readonly emit: Emit;
}

/** Longest time in ms for encoding and judging one image, however large. */
const encodeTimeLimit = 30 * 60_000;

/** Makes images in this process. */
export function createImageMaker(tools: MakerTools): ImageMaker {
  const { place, ledger, spool, prepareFor, keeps } = tools;

  const stageRun = ({ asset }: StandingImage, limit: Limiter) => ({
    url: asset.url,
    limit,
    timeLimit: tools.timeLimit,
    signal: tools.signal,
    emit: tools.emit,
  });

  /** What the spool has of an earlier try, else made now. */
  async function make(image: StandingImage, fetched: FetchedImage, stage: PrepareStage): Promise<MadeImage> {
    const known = ledger.prepared(fetched.digest, stage.fingerprint);
    const path = known && spool.find(known.digest);
    if (known && path) {
      const content = await readFile(path);
      spool.release(known.digest, { keep: keeps });
      return { record: known, content };
    }
    const weight = await tools.weightOf(fetched.content);
    const run = { ...stageRun(image, tools.encode), weight, timeLimit: encodeTimeLimit };
    const { content, ...record } = await runStage(stage, fetched, run);
    ledger.recordPrepared(fetched.digest, stage.fingerprint, record);
    return { record, content: Buffer.isBuffer(content) ? content : Buffer.alloc(0) };
  }

  return {
    async read(image) {
      const fetched = await runStage(place.fetch, image, stageRun(image, tools.io));
      return {
        digest: fetched.digest,
        size: fetched.size,
        nameLies: nameLies(image.name, fetched.content),
        make: (options) => make(image, fetched, prepareFor(image, options)),
        async release() {
          if (fetched.isSpooled) spool.release(fetched.digest, { keep: keeps });
        },
      };
    },
  };
}

/** What is no image at all is judged where it is decoded. */
function nameLies(name: string, content: ImageContent): boolean {
  const format = sniffFormat(Buffer.isBuffer(content) ? content : readHead(content.path, 4096));
  return format !== undefined && isNamedForAnother(name, format);
}
