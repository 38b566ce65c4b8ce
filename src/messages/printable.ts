/** What could move a cursor, hide text or turn it around: control characters, and Unicode's bidirectional overrides. */
export const unshowable = /[\p{Cc}\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu;

/**
 * A text from outside as a terminal may show it: what could move the cursor, change colours, hide or turn around other
 * text becomes visible (control characters, and Unicode's bidirectional overrides). Of addresses in it, passwords and
 * signatures are left out: what opens an object for a while does not belong into a log.
 */
export function printable(text: string): string {
  return withoutSecrets(text).replace(unshowable, (character) => {
    const code = character.codePointAt(0) ?? 0;
    return `\\u${code.toString(16).padStart(4, '0')}`;
  });
}

const password = /(:\/\/[^\s/?#@:]*):[^\s/?#@]*@/g;
const signature = /([?&](?:[\w-]*signature|[\w-]*token|sig|sign|auth_key|jwt)=)[^&#\s"'<>)]+/gi;

function withoutSecrets(text: string): string {
  if (!text.includes('=') && !text.includes('@')) return text;
  return text.replace(password, '$1:…@').replace(signature, '$1…');
}
