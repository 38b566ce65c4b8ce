// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters and space are what may not stand there
const absoluteUri = /<[A-Za-z][A-Za-z0-9+.-]{1,31}:[^<>\x00-\x20]*>/y;
const emailAddress =
  /<[a-zA-Z0-9.!#$%&'*+/=?^_`{|}~-]{1,255}@[a-zA-Z0-9](?:[a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?(?:\.[a-zA-Z0-9](?:[a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?)*>/y;

export interface Autolink {
  readonly end: number;
  /** Of an absolute URI, not of an email address. */
  readonly isUri: boolean;
}

/** Reads an autolink: CommonMark 6.5. */
export function readAutolink(text: string, start: number): Autolink | undefined {
  for (const pattern of [absoluteUri, emailAddress]) {
    pattern.lastIndex = start;
    if (pattern.test(text)) return { end: pattern.lastIndex, isUri: pattern === absoluteUri };
  }
  return undefined;
}
