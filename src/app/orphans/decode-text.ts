/** A file's text; undefined for what is none. UTF-8, UTF-16 with its mark, else GB 18030, as old Chinese editors write. */
export function decodeText(bytes: Uint8Array): string | undefined {
  const [first, second] = bytes;
  if (first === 0xff && second === 0xfe) return new TextDecoder('utf-16le').decode(bytes);
  if (first === 0xfe && second === 0xff) return new TextDecoder('utf-16be').decode(bytes);
  if (bytes.subarray(0, 8192).includes(0)) return undefined;
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder('gb18030').decode(bytes);
  }
}

/** A text as it stands, and with one and two layers of its escapes taken off, as far as there are some. */
export function* spellingsOf(text: string): Generator<string> {
  let spelling = text;
  yield spelling;
  for (let layer = 0; layer < 2; layer += 1) {
    const bare = withoutEscapes(spelling);
    if (bare === spelling) return;
    spelling = bare;
    yield spelling;
  }
}

/** Percent-encoding, entities, escapes of JSON and scripts, and a backslash of Markdown. */
function withoutEscapes(text: string): string {
  if (!/[%&\\]/.test(text)) return text;
  return text
    .replace(/\\u\{([0-9a-f]{1,6})\}|\\u([0-9a-f]{4})|\\x([0-9a-f]{2})/gi, (whole, ...groups: readonly unknown[]) =>
      character(
        groups.find((group) => typeof group === 'string'),
        16,
        whole,
      ),
    )
    .replace(/\\([!-/:-@[-`{-~])/g, '$1')
    .replace(/&(?:#(\d{1,7})|#x([0-9a-f]{1,6})|(amp|lt|gt|quot|apos|nbsp));/gi, (whole, decimal, hex, name) => {
      if (typeof decimal === 'string') return character(decimal, 10, whole);
      return typeof hex === 'string' ? character(hex, 16, whole) : (entities[String(name).toLowerCase()] ?? whole);
    })
    .replace(/(?:%[0-9a-f]{2})+/gi, decodePercent);
}

const entities: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", nbsp: ' ' };

function character(digits: unknown, radix: number, otherwise: string): string {
  const code = Number.parseInt(String(digits), radix);
  return code <= 0x10ffff ? String.fromCodePoint(code) : otherwise;
}

/** UTF-8, else GB 18030. */
function decodePercent(encoded: string): string {
  try {
    return decodeURIComponent(encoded);
  } catch {
    return new TextDecoder('gb18030').decode(Buffer.from(encoded.replaceAll('%', ''), 'hex'));
  }
}
