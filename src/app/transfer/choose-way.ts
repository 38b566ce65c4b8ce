import { type ErrorCode, ImgferryError } from '../../core/errors.js';
import type { ObjectStore } from '../../core/storage.js';
import { redactKeyId } from '../../lib/redact.js';

/** How objects come from one store to the other. */
export interface TransferWay {
  /** The provider copies them itself: both ends are one service of it, and one account. */
  readonly isServerSide: boolean;
  /** What the provider said when it refused to. */
  readonly refusal: ErrorCode | undefined;
  /** From now on through this machine, where the provider refuses for good; whether this object may try that way. */
  refuse(error: unknown): boolean;
  /** Access keys' ids, as they may be shown. */
  readonly accounts: { readonly source?: string; readonly target?: string };
}

/** @throws ImgferryError CREDENTIALS_MISSING, CREDENTIALS_UNREADABLE */
export async function chooseWay(source: ObjectStore, target: ObjectStore): Promise<TransferWay> {
  const [from, to] = [source.driver.place, target.driver.place];
  const [sourceKey, targetKey] = [await from?.account(), await to?.account()];
  const isOneService = from !== undefined && from.service === to?.service && sourceKey === targetKey;
  let refusal: ErrorCode | undefined;
  return {
    get isServerSide() {
      return isOneService && target.driver.copies !== undefined && refusal === undefined;
    },
    get refusal() {
      return refusal;
    },
    refuse(error) {
      if (!(error instanceof ImgferryError) || !refusals.has(error.code)) return false;
      if (error.scope === 'run') refusal = error.code; // of one object alone it says nothing of the others
      return true;
    },
    accounts: {
      ...(sourceKey === undefined ? {} : { source: redactKeyId(sourceKey) }),
      ...(targetKey === undefined ? {} : { target: redactKeyId(targetKey) }),
    },
  };
}

/** The target's endpoint doesn't see the source, or may not read it; this machine may. */
const refusals: ReadonlySet<string> = new Set([
  'STORE_ACCESS_DENIED',
  'BUCKET_NOT_FOUND',
  'REGION_WRONG',
  'STORE_REFUSED',
  'OBJECT_NOT_FOUND',
]);
