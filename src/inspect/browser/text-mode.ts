const lineFeed = 0x0a;
const carriageReturn = 0x0d;

/**
 * How many bytes a transfer in text mode (FTP's ASCII type, a Git attribute, an old mailer) has added to a file, where
 * it has: every line feed stands behind a carriage return then, as hardly one in 256 does in an image by chance.
 *
 * @returns 0 where some line feed stands alone, or there is none
 */
export function countAddedReturns(bytes: Uint8Array): number {
  let pairs = 0;
  for (let at = bytes.indexOf(lineFeed); at >= 0; at = bytes.indexOf(lineFeed, at + 1)) {
    if (bytes[at - 1] !== carriageReturn) return 0;
    pairs += 1;
  }
  return pairs;
}

/** Whether no carriage return is there: some transfers drop them. Short images have none by chance. */
export const lacksReturns = (bytes: Uint8Array): boolean => !bytes.includes(carriageReturn);
