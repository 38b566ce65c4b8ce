import { createHash, createHmac } from 'node:crypto';
import type { StandInRequest } from './cdn/stand-in.js';

/** AWS, "Create a signed AWS API request", steps 1 to 4, from the request as it arrived; what is wrong with it. */
export function awsSignatureFault(
  { method, path, query, headers, body }: StandInRequest,
  { id, secret, service, region }: Readonly<Record<'id' | 'secret' | 'service' | 'region', string>>,
): string | undefined {
  const [, key, day, place, product, signed = '', signature] =
    /^AWS4-HMAC-SHA256 Credential=([^/]+)\/(\d{8})\/([^/]+)\/([^/]+)\/aws4_request, SignedHeaders=([^,]+), Signature=([0-9a-f]{64})$/.exec(
      String(headers.authorization),
    ) ?? [];
  if (key === undefined) return 'MissingAuthenticationToken';
  if (key !== id) return 'InvalidClientTokenId';
  if (place !== region || product !== service) return 'SignatureDoesNotMatch';
  const instant = String(headers['x-amz-date']);
  const at = Date.parse(instant.replace(/(....)(..)(..T..)(..)(..Z)/, '$1-$2-$3:$4:$5'));
  if (!(Math.abs(at - Date.now()) < 5 * 60_000) || !instant.startsWith(String(day))) return 'SignatureDoesNotMatch';
  const names = signed.split(';');
  const mustBeSigned = Object.keys(headers).filter((name) => name === 'host' || name.startsWith('x-amz-'));
  if (mustBeSigned.some((name) => !names.includes(name))) return 'SignatureDoesNotMatch';
  const canonical = [
    method,
    path,
    query.split('&').sort().join('&'),
    ...names.map((name) => `${name}:${String(headers[name]).trim()}`),
    '',
    signed,
    createHash('sha256').update(body).digest('hex'),
  ].join('\n');
  const digest = createHash('sha256').update(canonical).digest('hex');
  const text = `AWS4-HMAC-SHA256\n${instant}\n${day}/${region}/${service}/aws4_request\n${digest}`;
  let derived = Buffer.from(`AWS4${secret}`);
  for (const part of [String(day), region, service, 'aws4_request', text]) {
    derived = createHmac('sha256', derived).update(part).digest();
  }
  return derived.toString('hex') === signature ? undefined : 'SignatureDoesNotMatch';
}
