import type { Asset } from '../core/asset.js';
import { extensionOf } from '../core/image-format.js';
import type { PreparedRecord } from '../core/ledger.js';
import { asObjectKey, type ObjectKey } from '../core/object-key.js';
import type { KeyTemplate } from '../storage/key-template.js';

/** The key that a picture gets which has none yet: the one chosen for it, else the template over what is known of it. */
export function createKeyRule(template: KeyTemplate): (asset: Asset, picture: PreparedRecord) => ObjectKey {
  return ({ naming, choice }, picture) => {
    if (choice?.key !== undefined) return asObjectKey(choice.key);
    return template({
      date: naming.date,
      digest: picture.digest,
      name: naming.name,
      extension: extensionOf(picture.format),
      post: naming.post,
      width: picture.width,
      height: picture.height,
    });
  };
}
