/** What bytes that are no image seem to be; permanent, shown to people and scripts. */
export type ContentName =
  | 'html'
  | 'xml'
  | 'json'
  | 'lfs-pointer'
  | 'gzip'
  | 'zip'
  | 'pdf'
  | 'video'
  | 'base64'
  | 'text'
  | 'binary';

/** Says what bytes are that stand where an image should, so that a person knows what to look for. */
export function nameContent(bytes: Uint8Array): ContentName {
  const head = Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.length, 4096));
  const known = magics.find(([magic]) => head.toString('latin1', 0, magic.length) === magic);
  if (known) return known[1];
  if (head.toString('latin1', 4, 8) === 'ftyp') return 'video';
  const text = decodeText(head)?.trimStart();
  if (text === undefined) return 'binary';
  if (text.startsWith('version https://git-lfs.github.com/spec/')) return 'lfs-pointer';
  if (/^<(?:!doctype\s+html|html|head|body|script|meta|title|!--[\s\S]*?-->\s*<(?:!doctype\s+html|html))\b/i.test(text))
    return 'html';
  if (text.startsWith('<')) return 'xml';
  if (/^[[{]/.test(text)) return 'json';
  if (/^(?:data:image\/|iVBORw0KGgo|\/9j\/|R0lGOD|UklGR|PHN2Zy)/.test(text)) return 'base64';
  return 'text';
}

const magics: readonly (readonly [string, ContentName])[] = [
  ['\x1f\x8b', 'gzip'],
  ['PK\x03\x04', 'zip'],
  ['%PDF-', 'pdf'],
  ['\x1aE\xdf\xa3', 'video'],
];

/** Undefined where it is no text; the end may cut a character. */
function decodeText(head: Buffer): string | undefined {
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(head, { stream: true });
    // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what tells text from the rest
    return /[\u0000-\u0008\u000e-\u001a\u001c-\u001f]/.test(text) ? undefined : text;
  } catch {
    return undefined;
  }
}
