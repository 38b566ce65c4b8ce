import type { LeftOut } from '../../core/redirect.js';
import { escapeRegex, type OldPlace } from './old-place.js';
import type { RedirectFile } from './redirect-file.js';

/**
 * Maps for nginx's `http` block. `$uri` is compared, which nginx has percent-decoded and whose slashes it has merged, so
 * that each spelling of an address is found.
 */
export function nginxFile(places: readonly OldPlace[], comment: readonly string[]): RedirectFile {
  const leftOut: LeftOut[] = [];
  const entries = places.flatMap((place): MapEntry[] => {
    if (place.decodedPath === undefined) {
      leftOut.push({ what: `${place.host ?? ''}${place.path}`, reason: 'not-expressible' });
      return [];
    }
    const path = place.decodedPath.replace(/\/{2,}/g, '/');
    const query = place.query === '' ? '' : `?${place.query}`;
    const hostname = place.host?.replace(/:\d+$/, ''); // $host has no port
    return [{ source: sourceOf(place), key: `${hostname ?? ''}${path}${query}`, to: place.to }];
  });
  const found = sources.filter((source) => entries.some((entry) => entry.source === source));
  const used: readonly Source[] = found.length > 0 ? found : ['$uri']; // servers name the map, also where it is empty
  const maps = used.map((source, at) => {
    const name = at === 0 ? 'imgferry_redirect' : `imgferry_redirect_${at}`;
    const otherwise = at + 1 < used.length ? `$imgferry_redirect_${at + 1}` : '""';
    return mapOf(source, name, otherwise, entries);
  });
  const longest = Math.max(0, ...entries.map(({ key }) => Buffer.byteLength(key)));
  const head = comment.map((line) => `# ${line}\n`).join('');
  const sizes = `map_hash_bucket_size ${powerOfTwo(longest + 64)};\nmap_hash_max_size ${powerOfTwo(2 * entries.length)};\n`;
  return { text: `${head}\n${sizes}\n${maps.join('\n')}`, leftOut };
}

interface MapEntry {
  readonly source: Source;
  readonly key: string;
  readonly to: string;
}

/** What is compared, the closest first. */
const sources = ['$host$uri$is_args$args', '$host$uri', '$uri$is_args$args', '$uri'] as const;
type Source = (typeof sources)[number];

function sourceOf({ host, query }: OldPlace): Source {
  if (host === undefined) return query === '' ? '$uri' : '$uri$is_args$args';
  return query === '' ? '$host$uri' : '$host$uri$is_args$args';
}

function mapOf(source: Source, name: string, otherwise: string, entries: readonly MapEntry[]): string {
  const own = entries.filter((entry) => entry.source === source);
  const isShared = sharedKeys(own);
  const lines = own.map(({ key, to }) => {
    // what differs in case alone is one key to a map, and refused: there, expressions that see the case
    const matched = isShared(key) ? `~^${escapeRegex(key)}$` : key;
    return `  ${quoted(matched)} ${quoted(to.replaceAll('$', '%24'))};\n`;
  });
  return `map "${source}" $${name} {\n  default ${otherwise};\n${lines.join('')}}\n`;
}

/** Tells of keys that differ from another in case alone: ngx_http_map_module compares without it (ASCII). */
function sharedKeys(entries: readonly MapEntry[]): (key: string) => boolean {
  const counts = new Map<string, number>();
  for (const { key } of entries) counts.set(folded(key), (counts.get(folded(key)) ?? 0) + 1);
  return (key) => (counts.get(folded(key)) ?? 0) > 1;
}

const folded = (key: string): string => key.replace(/[A-Z]/g, (letter) => letter.toLowerCase());

const quoted = (text: string): string => `"${text.replace(/[\\"]/g, '\\$&')}"`;

const powerOfTwo = (least: number): number => 2 ** Math.max(8, Math.ceil(Math.log2(least)));
