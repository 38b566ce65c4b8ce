import { createHash } from 'node:crypto';

/** A secret that nothing else looks like, with the signs that are written otherwise in addresses. */
export function makeCanary(name: string): string {
  const text = createHash('sha256').update(name).digest('base64url').replaceAll(/[-_]/g, 'x');
  return `${text.slice(0, 16)}/+${text.slice(16, 32)}`;
}

/**
 * The ways in which a secret shows in a text: as it is, percent-encoded, in Base64 at any place, in hexadecimal digits, or
 * a half of it.
 *
 * @returns what was found, by name; empty where there is none
 */
export function findSecret(text: string, secret: string): readonly string[] {
  const half = secret.length / 2;
  const forms: readonly (readonly [string, string])[] = [
    ['raw', secret],
    ['its first half', secret.slice(0, half - 1)],
    ['its second half', secret.slice(half + 1)],
    ['percent-encoded', encodeURIComponent(secret)],
    ['hexadecimal', Buffer.from(secret).toString('hex')],
    ...[0, 1, 2].map((shift) => [`Base64, shifted by ${shift}`, base64Within(secret, shift)] as const),
  ];
  const found = forms.filter(
    ([, form]) => text.includes(form) || text.includes(form.replaceAll('+', '-').replaceAll('/', '_')),
  );
  return found.map(([name]) => name);
}

/** What of a text's Base64 does not depend on what stands before and behind it. */
function base64Within(text: string, shift: number): string {
  const encoded = Buffer.from('\0'.repeat(shift) + text)
    .toString('base64')
    .replace(/=+$/, '');
  return encoded.slice(shift === 0 ? 0 : 4, -2);
}
