import type { CdnProviderName } from '../core/cdn.js';
import type { FailOn } from '../core/check-outcome.js';
import type { VerdictReason } from '../core/verdict.js';

/** One store, as the configuration names it. `${VAR}` in credentials and headers still stands. */
export interface StoreSettings {
  /** `file:DIR` (absolute), `oss://BUCKET/PREFIX` or `s3://BUCKET/PREFIX`. */
  readonly url: string;
  readonly region?: string;
  readonly endpoint?: string;
  readonly cname?: string;
  readonly pathStyle?: boolean;
  readonly requesterPays?: boolean;
  /** Of OSS: `v4` by default. */
  readonly signing?: 'v1' | 'v4';
  readonly publicUrl?: string;
  readonly addresses: readonly string[];
  /** `env:PREFIX`, `profile:NAME`, `ossutil:NAME`, `picgo`, `piclist`, `rclone:NAME`. */
  readonly credentials?: string;
  /** Sent with every object that is stored; lower-case names. */
  readonly headers: Readonly<Record<string, string>>;
}

/** What serves the addresses, as the configuration names it. `${VAR}` in credentials and headers still stands. */
export interface CdnSettings {
  readonly provider: CdnProviderName;
  readonly credentials?: string;
  readonly product: 'cdn' | 'dcdn';
  readonly zone?: string;
  readonly distribution?: string;
  readonly endpoint?: string;
  readonly headers: Readonly<Record<string, string>>;
  /** Hosts that it serves; empty: all. */
  readonly domains: readonly string[];
  readonly limits: {
    readonly urlsPerCall?: number;
    readonly prefixesPerCall?: number;
    readonly prefetchPerCall?: number;
    readonly callsPerSecond?: number;
  };
  /** Whether other sites may show the pictures; undefined: nobody said. */
  readonly hotlink?: 'open' | 'closed';
  readonly cors: boolean;
  /** ms that browsers should keep a picture for at least. */
  readonly minAge: number;
  /** ms after which a first byte is slow. */
  readonly slowAfter: number;
  /** ms that a certificate should be valid for at least. */
  readonly certificateAge: number;
}

/** How one host is asked. */
export interface HostSettings {
  readonly headers: Readonly<Record<string, string>>;
  /** Empty: none is sent. */
  readonly referer?: string;
  /** Requests a second at most; undefined: no limit. */
  readonly rate?: number;
  /** Bytes a second of its answers at most. */
  readonly bandwidth?: number;
}

/** What a check leaves out: of the lists that are not empty, each must have what fits. */
export interface IgnoreRule {
  /** Addresses, or paths of local images; `*` stands for any characters. */
  readonly address: readonly string[];
  /** Globs of posts, as `.gitignore` has them. */
  readonly post: readonly string[];
  readonly reason: readonly VerdictReason[];
}

export type GeneratorName =
  | 'auto'
  | 'plain'
  | 'hexo'
  | 'hugo'
  | 'jekyll'
  | 'vuepress'
  | 'vitepress'
  | 'docusaurus'
  | 'astro'
  | 'mkdocs'
  | 'obsidian';

/** How pictures are encoded. */
export interface EncodingSettings {
  readonly imageFormat: 'keep' | 'auto' | 'webp' | 'avif' | 'jpeg' | 'png';
  readonly optimize: 'off' | 'lossless' | 'auto';
  readonly effort: 'fast' | 'balanced' | 'smallest';
  /** 1 to 100; undefined: chosen for each picture. */
  readonly quality?: number;
  /** SSIMULACRA 2 score that what loses something must reach. */
  readonly target: number;
  /** What `auto` may choose; empty: everything. */
  readonly allowFormats: readonly ('webp' | 'avif' | 'jpeg' | 'png')[];
  /** Pixels, as oriented; a larger picture is scaled down. */
  readonly maxWidth?: number;
  readonly maxHeight?: number;
  /** What an encoded image may have; unlike `maxBytes`, which bounds what is fetched. */
  readonly maxImageBytes?: number;
  readonly metadata: 'copyright' | 'all' | 'none';
}

/** All that a run is told, from defaults, configuration and flags; plain and complete. Sizes in bytes, times in ms. */
export interface Settings extends EncodingSettings {
  /** Absolute paths of posts and folders; empty: none were named. */
  readonly posts: readonly string[];
  /** Store's name under `stores`, or its address; a `file:` one with an absolute path. */
  readonly to?: string;
  readonly stores: Readonly<Record<string, StoreSettings>>;
  readonly key: string;
  /** Undefined: `public` for a bucket with a public address, else `stored`. */
  readonly verify?: 'stored' | 'public';
  /** Overrides the store's own; `relative`: the path from the post. */
  readonly publicUrl?: string;
  /** Paths of folders from the configuration's, or key prefixes, and what is other in them than everywhere else. */
  readonly folders: Readonly<Record<string, Partial<EncodingSettings>>>;
  readonly links: 'same' | 'all' | 'off';
  /** Undefined: `keep` where the target serves it, else `bake`. */
  readonly processed?: 'original' | 'keep' | 'bake';
  readonly include: readonly string[];
  readonly exclude: readonly string[];
  /** Images of these hosts only; empty: all. */
  readonly onlyHosts: readonly string[];
  readonly skipHosts: readonly string[];
  /** `FROM=TO` pairs as they were written. */
  readonly remap: readonly string[];
  readonly hosts: Readonly<Record<string, HostSettings>>;
  /** `HOST` or `HOST:PORT` that the address guard lets pass. */
  readonly allowHosts: readonly string[];
  /** Address of the site that readers visit; its origin is sent as Referer. */
  readonly site?: string;
  readonly generator: GeneratorName;
  readonly concurrency: number;
  readonly perHost: number;
  /** Bytes a second at most, both ways together. */
  readonly bandwidth?: number;
  /** Requests a second at most. */
  readonly maxRequests?: number;
  /** Largest image that is fetched. */
  readonly maxBytes: number;
  /** Room for fetched and encoded bytes that wait. */
  readonly spoolMaxBytes: number;
  readonly connectTimeout: number;
  /** Longest silence within a response. */
  readonly idleTimeout: number;
  /** Longest time for one try at one image. */
  readonly imageTimeout: number;
  /** Whether a check decodes every pixel or believes the headers. */
  readonly depth: 'deep' | 'quick';
  /** The level from which a check fails. */
  readonly failOn: FailOn;
  /** How long a verdict counts, 0: not at all; undefined: as the verdict is. */
  readonly maxAge?: number;
  /** A rule about images, unlike `maxBytes`, which bounds what is fetched. */
  readonly oversizedBytes?: number;
  readonly oversizedPixels?: number;
  readonly missingAlt: boolean;
  /** Absolute path of the list of what is broken already. */
  readonly baseline?: string;
  readonly ignore: readonly IgnoreRule[];
  /** Folder from the ledger's, or key prefix, that replaced images are kept in; `off`: they are not. */
  readonly keepOriginals: string;
  /** Address of the archive that `repair` asks for copies. */
  readonly wayback: string;
  readonly cdn?: CdnSettings;
  /** After a run: refresh what the edge has of changed addresses, have it fetch new ones. */
  readonly cdnRefresh: boolean;
  readonly cdnPrefetch: boolean;
  readonly lang: 'auto' | 'en' | 'zh';
  /** Absolute path of the ledger's file; undefined: `.imgferry/ledger.db` beside the configuration. */
  readonly ledger?: string;
}

/** The command whose defaults apply where neither file nor flag says otherwise. */
export type CommandName = 'migrate' | 'optimize' | 'transfer' | 'relink';

/** Values as they stand in a file or on the command line, under the schema's names. */
export type GivenSettings = Readonly<Record<string, unknown>>;

/** A configuration that was read and checked. */
export interface LoadedConfig {
  /** Absolute path of the file; undefined: none was found, the defaults apply. */
  readonly file?: string;
  /** Folder that paths in the configuration are relative to: the file's, else the working directory. */
  readonly folder: string;
  readonly cwd: string;
  /** What the file says, without defaults. */
  readonly given: GivenSettings;
}
