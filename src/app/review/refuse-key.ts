import { ImgferryError } from '../../core/errors.js';
import type { PlannedAsset } from '../../core/plan.js';
import type { PreparedAgain } from './prepare-again.js';

/**
 * @param others the rest of the plan
 * @throws ImgferryError KEY_INVALID {key, found} where a name that was chosen can't be this image's
 */
export function refuseUnfitKey({ asset, extension }: PreparedAgain, others: readonly PlannedAsset[]): void {
  const key = asset.choice?.key;
  if (key === undefined) return;
  const refuse = (found: string, other: string | undefined): never => {
    throw new ImgferryError('KEY_INVALID', { key, found, other, hint: 'review' });
  };
  if (asset.key !== key) refuse('key-kept', asset.key);
  if (extension !== undefined && !key.toLowerCase().endsWith(`.${extension}`)) refuse('other-ending', `.${extension}`);
  const owner = others.find((other) => other.key === key && other.digest !== asset.digest);
  if (owner) refuse('key-taken', owner.url);
}
