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
  | ({ readonly id: 'migrate' | 'optimize' } & SizedImages)
  | ({ readonly id: 'transfer'; readonly bucket: string } & SizedImages)
  | { readonly id: 'relink'; readonly host: string };

/**
 * Three commands that suit: to look first; the job, which is where most images live (an own bucket: `transfer`,
 * elsewhere: `migrate`, on the disk: `optimize`); and what else may be meant.
 */
export function nextSteps({ files, hosts, images }: Overview): readonly NextStep[] {
  if (images.images === 0) return [];
  const bucket = hosts.find((one) => one.bucket !== undefined);
  const foreign = total(hosts.filter((one) => one.bucket === undefined));
  const remote = total(hosts);
  const steps: NextStep[] = [{ id: 'check', n: remote.images }];
  if (bucket?.bucket !== undefined && bucket.images >= foreign.images && bucket.images >= files.images) {
    steps.push({ id: 'transfer', ...bucket, bucket: bucket.bucket });
  } else if (foreign.images > 0 && foreign.images >= files.images) steps.push({ id: 'migrate', ...foreign });
  else if (files.images > 0) steps.push({ id: 'optimize', ...files });
  const [first] = hosts;
  if (first) steps.push({ id: 'relink', host: first.host });
  else if (files.images > 0) steps.push({ id: 'migrate', ...files });
  return steps;
}

function total(parts: readonly SizedImages[]): SizedImages {
  const sum = (field: keyof SizedImages): number => parts.reduce((whole, part) => whole + part[field], 0);
  return { images: sum('images'), named: sum('named'), bytes: sum('bytes'), sized: sum('sized') };
}
