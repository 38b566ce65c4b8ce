/** What stands in a folder before anything is done: its posts, and where their images live. */
export interface Overview {
  /** Generators whose sites the posts belong to, in the order of their first posts. */
  readonly generators: readonly string[];
  readonly posts: number;
  /** Posts that could not be read. */
  readonly unread: number;
  /** Distinct images that posts name, and how often. */
  readonly images: ImageCount;
  /** Those on the web, most images first. */
  readonly hosts: readonly HostImages[];
  /** Files that are there. */
  readonly files: SizedImages;
  readonly missing: readonly MissingFile[];
  /** `data:` addresses, and what no address can be made of. */
  readonly embedded: ImageCount;
  readonly unclear: ImageCount;
  /** The store that the configuration names as `to`. */
  readonly to?: string;
}

export interface ImageCount {
  readonly images: number;
  /** Places in posts. */
  readonly named: number;
}

export interface SizedImages extends ImageCount {
  /** Bytes of those whose size is known here; nothing is asked for it. */
  readonly bytes: number;
  /** How many that are. */
  readonly sized: number;
}

export interface HostImages extends SizedImages {
  readonly host: string;
  /** The host with the scheme that its first image is named with, and a slash. */
  readonly base: string;
  /** The bucket that answers there, as `transfer` takes it: a configured store's name, or what the host says. */
  readonly bucket?: string;
}

export interface MissingFile {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  /** As the post writes it. */
  readonly raw: string;
}

/** A command that suits what was found; figures of what it would do. */
export type NextStep =
  | { readonly id: 'check'; readonly n: number }
  | ({ readonly id: 'migrate'; readonly to?: string } & SizedImages)
  | ({ readonly id: 'optimize' } & SizedImages)
  | { readonly id: 'optimize-store'; readonly store: string }
  | ({ readonly id: 'transfer'; readonly bucket: string; readonly to?: string } & SizedImages)
  | { readonly id: 'relink'; readonly host: string; readonly base: string };

/**
 * Three commands that suit: to look first; the job, which is where most images live that are not at the store `to`
 * already (an own bucket: `transfer`, elsewhere: `migrate`, on the disk: `optimize`); and what else may be meant.
 */
export function nextSteps(overview: Overview): readonly NextStep[] {
  const { files, hosts, images } = overview;
  if (images.images === 0) return [];
  const job = jobOf(overview);
  const steps: NextStep[] = [{ id: 'check', n: total(hosts).images }, ...(job ? [job] : [])];
  const [first] = hosts;
  if (first) steps.push({ id: 'relink', host: first.host, base: first.base });
  else if (files.images > 0) steps.push({ id: 'migrate', ...targetOf(overview), ...files });
  return steps;
}

function jobOf(overview: Overview): NextStep | undefined {
  const { files, hosts, to } = overview;
  const away = hosts.filter(({ bucket }) => bucket === undefined || bucket !== to);
  const bucket = away.find((one) => one.bucket !== undefined);
  const foreign = total(away.filter((one) => one.bucket === undefined));
  const target = targetOf(overview);
  if (bucket?.bucket !== undefined && bucket.images >= foreign.images && bucket.images >= files.images)
    return { id: 'transfer', ...target, ...total([bucket]), bucket: bucket.bucket };
  if (foreign.images > 0 && foreign.images >= files.images) return { id: 'migrate', ...target, ...foreign };
  if (files.images > 0) return { id: 'optimize', ...files };
  return to === undefined || away.length === hosts.length ? undefined : { id: 'optimize-store', store: to };
}

const targetOf = ({ to }: Overview): { readonly to?: string } => (to === undefined ? {} : { to });

function total(parts: readonly SizedImages[]): SizedImages {
  const sum = (field: keyof SizedImages): number => parts.reduce((whole, part) => whole + part[field], 0);
  return { images: sum('images'), named: sum('named'), bytes: sum('bytes'), sized: sum('sized') };
}
