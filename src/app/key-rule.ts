import type { Asset } from '../core/asset.js';
import { extensionOf } from '../core/image-format.js';
import type { PreparedRecord } from '../core/ledger.js';
import type { ObjectKey } from '../core/object-key.js';
import type { KeyTemplate } from '../storage/key-template.js';

/** The key that a picture gets which has none yet: the template over what is known of asset and picture. */
export function createKeyRule(template: KeyTemplate): (asset: Asset, picture: PreparedRecord) => ObjectKey {
  return ({ naming }, picture) =>
    template({
      date: naming.date,
      digest: picture.digest,
      name: naming.name,
      extension: extensionOf(picture.format),
      post: naming.post,
      width: picture.width,
      height: picture.height,
    });
}
