import type { ObjectKey } from '../core/object-key.js';
import type { StorageDriver } from '../core/storage.js';
import type { CredentialsProvider } from '../credentials/credentials.js';
import type { HttpClient } from '../net/http-client.js';
import type { PartLimits } from './drivers/bucket/bucket-multipart.js';
import type { StoreAddress } from './store-address.js';
import type { CredentialsChoice, StoreConfig, StoreSettings } from './store-settings.js';

/** What a driver is opened with. */
export interface OpenDriverOptions {
  /** Sends requests; the caller closes it. */
  readonly client: HttpClient;
  /** Where keys are looked for. */
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly home: string;
  readonly cwd: string;
  /** Folder that a file store's id is relative to, so that the id is the same on every machine: the ledger's root. */
  readonly root: string;
  /** Epoch ms. */
  readonly now: () => number;
  /** The run whose images this machine brings for another one. */
  readonly run?: string;
  /** Where a provider's own limits are not small enough. */
  readonly limits?: Partial<PartLimits>;
}

/** Whose keys a store is opened with. */
export interface StoreAccount {
  readonly provider: CredentialsProvider;
  readonly source: CredentialsChoice | undefined;
  /** What no other account's store has: a bucket, or a server. */
  readonly place: string;
  /** A store that may be open to everybody is asked without keys where none are found. */
  readonly isOptional: boolean;
}

/** One kind of store: what its name means, and how it is opened. Nothing but `open` does more than read text. */
export interface StoreKind<Settings extends StoreSettings> {
  /** The fields that an address stands for. */
  readAddress(address: StoreAddress): StoreConfig;
  /**
   * Checks the fields.
   *
   * @throws ImgferryError STORE_INVALID {store, field, found, expected}, STORE_HAS_SECRET {store, field}
   */
  parse(name: string, config: StoreConfig): Settings;
  /** Where it is: two names of one place have one id; never credentials. */
  idOf(settings: Settings, places: Pick<OpenDriverOptions, 'cwd' | 'root'>): string;
  /** What stands between a public base and a key, decoded: where the base is the bucket's, the store's prefix. */
  prefixOf(settings: Settings): string;
  /** Public bases that follow from the settings. */
  basesOf(settings: Settings): readonly string[];
  /** Undefined for a store that needs no keys. */
  accountOf(settings: Settings): StoreAccount | undefined;
  /** Loads the driver. Nothing is sent, written or looked for yet. */
  open(
    settings: Settings,
    options: OpenDriverOptions & { readonly publicUrl: (key: ObjectKey) => string | undefined },
  ): Promise<StorageDriver>;
}
