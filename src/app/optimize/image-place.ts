import type { Asset } from '../../core/asset.js';
import type { Digest } from '../../core/digest.js';
import type { ImgferryError } from '../../core/errors.js';
import type { ImageFormat } from '../../core/image-format.js';
import type { StandingReason } from '../../core/replacement.js';
import type { FetchedImage, Stage } from '../../core/stage.js';
import type { ObjectStore } from '../../core/storage.js';

/** An image where it stands, that may get other bytes there. */
export interface StandingImage {
  readonly asset: Asset;
  /** Its name at its place, which the ledger knows it by: a path or a key. */
  readonly name: string;
  readonly size: number;
  /** Changes when the bytes do. */
  readonly stamp: string;
  /** Why it is left alone, whatever it holds. */
  readonly hindrance?: StandingReason;
  /** Why it keeps its name, and with it its format. */
  readonly tied?: 'name-taken' | 'linked-to';
}

export interface FindOptions {
  /** Told of folders that can't be read, as people know them; the rest goes on. */
  readonly onUnreadable: (url: string, error: ImgferryError) => void;
}

/** New bytes for an image. */
export interface NewBytes {
  readonly content: Buffer;
  readonly digest: Digest;
  readonly format: ImageFormat;
}

/**
 * Where images stand under names: folders of files, or a bucket. Every change is whole or not at all; what another
 * process did meanwhile is never overwritten.
 */
export interface ImagePlace {
  /** Id of the store that it is; undefined: files. */
  readonly store?: string;
  /** The store itself, as it was asked for, for who works on it elsewhere. */
  readonly objects?: { readonly store: ObjectStore; readonly asked: string };
  /** Where originals are kept, as people know it; undefined: they are not. */
  readonly originals: string | undefined;
  /** Brings the bytes of an image to where they can be read. */
  readonly fetch: Stage<StandingImage, FetchedImage>;
  /** Images below what was asked for, in the order of their names. */
  find(options: FindOptions): AsyncIterable<StandingImage>;
  /** The name that an address leads to; undefined for what lies elsewhere. */
  nameAt(address: string): string | undefined;
  /** How people know a name. */
  shown(name: string): string;
  /** Where the bytes of a name are kept when they go. */
  originalOf(name: string, run: string): string | undefined;
  /** Undefined where nothing has the name. */
  digestAt(name: string): Promise<Digest | undefined>;
  /**
   * Puts bytes in an image's place, once its old ones are kept.
   *
   * @throws ImgferryError FILE_CHANGED, OBJECT_CONFLICT where it isn't the one that was found any more
   */
  replace(image: StandingImage, bytes: NewBytes, original: string | undefined): Promise<void>;
  /** Puts bytes under a name beside an image; false where something has it. */
  add(name: string, bytes: NewBytes, image: StandingImage): Promise<boolean>;
  /**
   * Takes an image's name away, once its bytes are kept.
   *
   * @throws ImgferryError FILE_CHANGED, OBJECT_CONFLICT where it isn't the one that was found any more
   */
  retire(image: StandingImage, original: string | undefined): Promise<void>;
  /** Puts kept bytes back under their name, over what stands there. */
  restore(name: string, original: string): Promise<void>;
  remove(name: string): Promise<void>;
  close(): Promise<void>;
}
