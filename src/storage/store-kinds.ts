import { fileKind } from './drivers/local/file-kind.js';
import { ossKind } from './drivers/oss/oss-kind.js';
import { s3Kind } from './drivers/s3/s3-kind.js';
import { webDavKind } from './drivers/webdav/webdav-kind.js';
import type { StoreKind } from './store-kind.js';
import type { StoreSettings } from './store-settings.js';

/** Every kind of store there is; docs/new-driver.md says how one is added. */
const storeKinds: { readonly [Kind in StoreSettings['kind']]: StoreKind<Extract<StoreSettings, { kind: Kind }>> } = {
  file: fileKind,
  oss: ossKind,
  s3: s3Kind,
  webdav: webDavKind,
};

export const kindNames = Object.keys(storeKinds);

/** The kind of that name; undefined where there is none. */
export const kindNamed = (name: string): StoreKind<StoreSettings> | undefined =>
  Object.hasOwn(storeKinds, name) ? storeKinds[name as StoreSettings['kind']] : undefined;

export const kindOf = ({ kind }: StoreSettings): StoreKind<StoreSettings> => storeKinds[kind];
