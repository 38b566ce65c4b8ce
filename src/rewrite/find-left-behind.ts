import { domainToUnicode } from 'node:url';
import type { AssetState } from '../core/asset.js';
import type { ImageReference } from '../core/image-reference.js';
import type { LeftBehind } from '../core/outcome.js';

export interface LeftBehindSearch {
  /** The post as it is, or will be, after the edits. */
  readonly text: string;
  readonly file: string;
  /** Hosts that images moved away from, with their port where it is not the scheme's, as `URL.host` gives them. */
  readonly hosts: ReadonlySet<string>;
  /** What became of the image at a URL (as the URL parser writes it, without fragment). */
  readonly stateOf: (url: string) => AssetState | undefined;
  /** Images and links of this same text; without them, an address is judged by what became of its image alone. */
  readonly references?: readonly ImageReference[];
}

/**
 * Every place in a text that still names a host being left, in the order of the text: images and links however they
 * are escaped, and addresses in code, comments and plain text, percent-encoded ones included.
 */
export function findLeftBehind(search: LeftBehindSearch): LeftBehind[] {
  const { text, file, hosts, stateOf } = search;
  const inReferences = (search.references ?? []).flatMap((reference) => {
    const { target, span } = reference;
    if (target.kind !== 'remote' || !hosts.has(new URL(target.url).host)) return [];
    const reason: LeftBehind['reason'] = reference.role === 'link' ? 'link' : imageReason(stateOf(target.url));
    return [{ start: span.start, end: span.end, url: target.url, reason }];
  });
  const taken = inReferences.toSorted((a, b) => a.start - b.start);
  const inText = findAddresses(text, hosts).flatMap(({ start, end, url }) => {
    if (taken.some((place) => place.start < end && start < place.end)) return [];
    return [
      { start, end, url, reason: search.references ? 'text' : textReason(stateOf(withoutFragment(url))) } as const,
    ];
  });
  const placeOf = createPlaceCounter(text);
  return [...taken, ...inText]
    .sort((a, b) => a.start - b.start)
    .map(({ start, url, reason }) => ({ file, ...placeOf(start), url, reason }));
}

/** An image that arrived still stands because its post's edits were refused. */
function imageReason(state: AssetState | undefined): LeftBehind['reason'] {
  if (state === undefined) return 'not-moved';
  return state === 'failed' || state === 'skipped' ? state : 'refused';
}

function textReason(state: AssetState | undefined): LeftBehind['reason'] {
  return state === 'failed' || state === 'skipped' ? state : 'text';
}

interface FoundAddress {
  readonly start: number;
  readonly end: number;
  readonly url: string;
}

function findAddresses(text: string, hosts: ReadonlySet<string>): FoundAddress[] {
  const names = spellingsOf(hosts);
  const lower = text.toLowerCase();
  if (![...names.keys()].some((name) => lower.includes(name))) return [];
  return [...text.matchAll(hostPattern)].flatMap((match) => {
    const [whole, scheme = '', slashes = '', host = ''] = match;
    const known = names.get(host.toLowerCase().replace(/^[^@]*@/, ''));
    if (known === undefined) return [];
    const start = match.index;
    const rest = restAt(text, start + whole.length, { isEncoded: slashes.includes('%') });
    const protocol = scheme === '' ? 'https:' : scheme.toLowerCase().replace('%3a', ':');
    const written = `${protocol}//${known}${rest.decoded}`;
    const url = URL.canParse(written) ? new URL(written).href : written;
    return [{ start, end: start + whole.length + rest.length, url }];
  });
}

/** `https://host`, `//host`, `https:\/\/host` of JSON, `https%3A%2F%2Fhost` in a query. */
const hostPattern =
  /(https?(?::|%3a))?((?:\\?\/){2}|(?:%2f){2})((?:[^\s/\\?#"'`<>()[\]{}|%&,;，。；、）】》]|%3a(?=\d))+)/gi;

const restPattern = /(?:[/?#\\]|%2f|%3f|%23)[^\s"'`<>\]}|，。；、）】》]*/iy;

/** Path, query and fragment after a host. In another address's query they end with the parameter. */
function restAt(
  text: string,
  at: number,
  { isEncoded }: { readonly isEncoded: boolean },
): { readonly length: number; readonly decoded: string } {
  restPattern.lastIndex = at;
  const found = restPattern.exec(text)?.[0] ?? '';
  const rest = withoutClosers(isEncoded ? found.replace(/&.*$/s, '') : found);
  return {
    length: rest.length,
    decoded: isEncoded ? decoded(rest) : rest.replaceAll('\\/', '/').replaceAll('&amp;', '&'),
  };
}

/** Hosts as people write them too: Chinese domains in Chinese. */
function spellingsOf(hosts: ReadonlySet<string>): Map<string, string> {
  const names = new Map<string, string>();
  for (const host of hosts) {
    const [name = '', port] = host.split(/:(?=\d+$)/);
    const suffixes = port === undefined ? [''] : [`:${port}`, `%3a${port}`];
    for (const suffix of suffixes) {
      names.set(name + suffix, host);
      names.set(domainToUnicode(name) + suffix, host);
    }
  }
  return names;
}

/** A sentence's full stop or a closing parenthesis of the text around is none of the address's. */
function withoutClosers(rest: string): string {
  let tail = rest.replace(punctuation, '');
  while (tail.endsWith(')') && count(tail, ')') > count(tail, '(')) tail = tail.slice(0, -1).replace(punctuation, '');
  return tail;
}

const punctuation = /[.,;:!?*_~\\]+$/;

const count = (text: string, character: string): number => text.split(character).length - 1;

const withoutFragment = (url: string): string => url.replace(/#.*$/s, '');

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text; // a percent sign that encodes nothing stands for itself
  }
}

/** Line and column of positions that come in ascending order, both from 1. */
function createPlaceCounter(text: string): (position: number) => { readonly line: number; readonly column: number } {
  const lineEnd = /\r\n|\n|\r/g;
  let line = 1;
  let lineStart = 0;
  return (position) => {
    for (;;) {
      lineEnd.lastIndex = lineStart;
      if (!lineEnd.test(text) || lineEnd.lastIndex > position) return { line, column: position - lineStart + 1 };
      lineStart = lineEnd.lastIndex;
      line++;
    }
  };
}
