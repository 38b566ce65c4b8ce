import type { Credits } from './attach-credits.js';

export interface CreditPlaceholder {
  /** EXIF tags for the encoder: ASCII, as long in bytes as what belongs there. */
  readonly placeholders: Readonly<Record<string, string>>;
  /** Puts the real words in their places. */
  fillIn(encoded: Buffer): Buffer;
}

/**
 * Keeps room in an encoder's EXIF for copyright and artist, which it would write in ASCII only.
 *
 * @returns undefined where there is nothing to say
 */
export function creditPlaceholder(credits: Credits): CreditPlaceholder | undefined {
  const entries = [
    { tag: 'Copyright', text: credits.copyright },
    { tag: 'Artist', text: credits.artist },
  ].flatMap(({ tag, text }) => {
    if (text === undefined) return [];
    const words = Buffer.from(text);
    return [{ tag, words, room: `imgferry ${tag} `.padEnd(words.length, '.').slice(0, words.length) }];
  });
  if (entries.length === 0) return undefined;
  return {
    placeholders: Object.fromEntries(entries.map(({ tag, room }) => [tag, room])),
    fillIn(encoded) {
      for (const { words, room } of entries) {
        const at = encoded.indexOf(`${room}\0`, 0, 'latin1');
        if (at >= 0) words.copy(encoded, at);
      }
      return encoded;
    },
  };
}
