import type { AnsweredAddress } from '../core/observation.js';

/** Whether an answer is a bot check, which a reader's browser may pass or never meet. */
export function isBotChallenge({ headers, status, body }: AnsweredAddress): boolean {
  if (headers['cf-mitigated'] === 'challenge' || headers['x-vercel-mitigated'] === 'challenge') return true;
  if (/^(?:challenge|captcha)$/.test(headers['x-amzn-waf-action'] ?? '')) return true;
  if (headers['x-datadome'] !== undefined && status === 403) return true;
  return challengeMarks.test(Buffer.from(body.bytes.subarray(0, 16 * 1024)).toString('latin1'));
}

/** Of the checks of Cloudflare, Alibaba Cloud WAF, Imperva and DataDome, and of no ordinary page behind them. */
const challengeMarks = /_cf_chl_opt|acw_sc__v2|_Incapsula_Resource\?SWUDNSAI|\bcaptcha-delivery\.com/;

/** Whether an address looks like a picture that says "no hotlinking". */
export const isHotlinkNotice = (address: string): boolean =>
  /(?:hot-?link|leech|no-?link|daolian|forbidden|denied|\b403\b)/i.test(new URL(address).pathname);

/**
 * What a store's own error says (S3, OSS and their kind; XML): its code, and whether a signature is too old.
 */
export function readStoreError(bytes: Uint8Array): { readonly code?: string; readonly isExpired: boolean } {
  const text = Buffer.from(bytes.subarray(0, 4096)).toString('utf8');
  const code = /<Error>[\s\S]*?<Code>(\w{1,64})<\/Code>/.exec(text)?.[1];
  if (code === undefined) return { isExpired: false };
  const message = /<Message>([^<]{0,500})<\/Message>/.exec(text)?.[1] ?? '';
  return { code, isExpired: /expired/i.test(message) || code === 'ExpiredToken' };
}
