import { z } from 'zod';
import { addressOfStore, kindOfScheme, type StoreKindName } from '../core/store-kind.js';
import { verdictReasons } from '../core/verdict.js';
import {
  ageAmount,
  byteAmount,
  byteRate,
  parseByteRate,
  parseBytes,
  parsePixels,
  parseTime,
  pixelAmount,
  timeAmount,
} from './amounts.js';
import { createCdnSchema } from './cdn-schema.js';
import type { CommandName } from './settings.js';

const bytes = z.union([z.int().positive(), z.string().regex(byteAmount, 'bytes')]).transform(parseBytes);
const time = z.union([z.int().positive(), z.string().regex(timeAmount, 'time')]).transform(parseTime);
const age = z.union([z.int().nonnegative(), z.string().regex(ageAmount, 'time')]).transform(parseTime);
const pixels = z.union([z.int().positive(), z.string().regex(pixelAmount, 'pixels')]).transform(parsePixels);
const rate = z.union([z.int().positive(), z.string().regex(byteRate, 'byte-rate')]).transform(parseByteRate);
const text = z.string().min(1);
const list = z
  .union([text, z.array(text)])
  .transform((value) => (typeof value === 'string' ? [value] : value))
  .prefault([]);
const format = z.enum(['webp', 'avif', 'jpeg', 'png']);

/** How pictures are encoded, without defaults. */
const encoding = {
  imageFormat: z
    .enum(['keep', 'auto', 'webp', 'avif', 'jpeg', 'png'])
    .describe('format of what is stored; keep: each picture’s own, auto: the smallest that shows the same'),
  optimize: z
    .enum(['off', 'lossless', 'auto'])
    .describe('off: the bytes stay; lossless: every pixel stays; auto: smaller where nobody sees it'),
  effort: z
    .enum(['fast', 'balanced', 'smallest'])
    .describe('fast: safe qualities, nothing measured; balanced and smallest: each try is compared with the picture'),
  quality: z.int().min(1).max(100).describe('one fixed quality for every picture'),
  target: z.number().min(1).max(100).describe('SSIMULACRA 2 score that a lossy result must reach'),
  allowFormats: z
    .union([format, z.array(format)])
    .transform((value) => (typeof value === 'string' ? [value] : value))
    .describe('what image format auto may choose; empty: everything'),
  maxWidth: z.int().min(1).describe('pixels; a wider picture is scaled down'),
  maxHeight: z.int().min(1).describe('pixels; a higher picture is scaled down'),
  maxImageBytes: bytes.describe('a picture that stays larger is scaled down until it fits'),
  metadata: z
    .enum(['copyright', 'all', 'none'])
    .describe('what stays of the metadata: copyright and artist, all of it (the place too), nothing'),
};

const folder = z.strictObject(encoding).partial();

const base = z.url({ protocol: /^https?$/ });
const headers = z
  .record(z.string().regex(/^[!#$%&'*+.^_`|~\w-]+$/, 'header-name'), z.string()) // RFC 9110, 5.6.2: token
  .transform(lowerCaseNames)
  .prefault({});

/** A password in a source's name has no place to go: nothing but these forms is taken. */
const credentialSource = /^(?:env:[\w${}]+|profile:.+|ossutil:.+|pic(?:go|list)(?::.+)?|rclone:.+)$/;

const store = z
  .strictObject({
    url: z
      .string()
      .regex(addressOfStore, 'store-address')
      .optional()
      .describe(
        'file:DIR, oss://BUCKET/PREFIX?region=…, s3://BUCKET/PREFIX?region=… or webdavs://HOST/PATH; or kind and the fields below',
      ),
    kind: z
      .enum([...new Set(Object.values(kindOfScheme))])
      .optional()
      .describe('in place of url, with the fields below'),
    dir: text.optional().describe('folder of a file store, relative to this file'),
    bucket: text.optional().describe('name of the bucket'),
    prefix: z.string().optional().describe('keys live below it; of a WebDAV server: the path of the folder'),
    region: text.optional().describe('cn-hangzhou, us-east-1, auto, …'),
    endpoint: text
      .optional()
      .describe('where requests go; needed by WebDAV, and by buckets that speak S3 and are not AWS’s'),
    cname: text.optional().describe('custom domain that the bucket is reached through'),
    pathStyle: z.boolean().optional().describe('the bucket stands in the path, not in the host name'),
    requesterPays: z
      .boolean()
      .optional()
      .describe('you pay for requests and traffic of someone else’s bucket, as it asks for'),
    signing: z
      .enum(['v4', 'v1'])
      .optional()
      .describe('how requests to OSS are signed: v4 by default; v1 for services that know no other'),
    publicUrl: text
      .optional()
      .describe("address of the bucket's root (file, webdav: of the folder) that is written into posts"),
    addresses: list.describe('every public prefix that the store ever had'),
    credentials: z
      .string()
      .regex(credentialSource, 'credential-source')
      .optional()
      .describe(
        'env:PREFIX, profile:NAME, ossutil:NAME, picgo, piclist or rclone:NAME; environment variables are expanded',
      ),
    headers: headers.describe('sent with every object that is stored; environment variables are expanded'),
  })
  .refine((value) => (value.url === undefined) !== (value.kind === undefined), 'url-or-kind')
  .refine((value) => value.kind !== 'file' || value.dir !== undefined, { message: 'folder', path: ['dir'] })
  .refine((value) => !isBucket(value.kind) || value.bucket !== undefined, { message: 'bucket', path: ['bucket'] })
  .refine((value) => value.kind !== 'webdav' || value.endpoint !== undefined, {
    message: 'endpoint',
    path: ['endpoint'],
  })
  .transform(withAddress);

const host = z.strictObject({
  headers: headers.describe('sent to this host only; environment variables are expanded'),
  referer: z
    .union([base, z.literal('')])
    .optional()
    .describe('empty: none is sent'),
  rate: z.number().positive().optional().describe('requests a second at most'),
  bandwidth: rate.optional().describe('bytes a second that it sends at most; 10MB, 500KB/s'),
});

const reason = z.enum(verdictReasons);

/** What a check leaves out; of the fields that are given, all must fit. A text alone is an address. */
const ignoreRule = z
  .union([
    text,
    z
      .strictObject({
        address: list.describe('addresses, or paths of local images; * stands for any characters'),
        post: list.describe('globs of posts, as .gitignore has them'),
        reason: z
          .union([reason, z.array(reason)])
          .transform((value) => (typeof value === 'string' ? [value] : value))
          .prefault([])
          .describe('only these reasons'),
      })
      .refine(({ address, post, reason }) => address.length + post.length + reason.length > 0, 'ignore-rule'),
  ])
  .transform((rule) => (typeof rule === 'string' ? { address: [rule], post: [], reason: [] } : rule));

/** Every option that a configuration may hold, and its default: nothing else in the program has one. */
export const configSchema = z.strictObject({
  posts: list.describe('posts, folders of posts and globs, relative to this file'),
  to: text.optional().describe('where images go: a name under stores, or a store address'),
  stores: z
    .record(z.string().regex(/^[A-Za-z][\w-]*$/, 'store-name'), store)
    .prefault({})
    .describe('buckets and folders by a name of your own, which stands wherever a store is asked for'),
  key: text.default('{digest:2}/{digest:32}.{ext}').describe('template of the names that objects get'),
  verify: z.enum(['stored', 'public']).optional().describe('what is read back before a post is changed'),
  publicUrl: text.optional().describe('address base that is written into posts; "relative": the path from the post'),
  imageFormat: encoding.imageFormat.default('keep'),
  optimize: encoding.optimize.default('auto'),
  effort: encoding.effort.default('fast'),
  quality: encoding.quality.optional(),
  target: encoding.target.default(80),
  allowFormats: encoding.allowFormats.prefault([]),
  maxWidth: encoding.maxWidth.optional(),
  maxHeight: encoding.maxHeight.optional(),
  maxImageBytes: encoding.maxImageBytes.optional(),
  metadata: encoding.metadata.default('copyright'),
  folders: z
    .record(text, folder)
    .prefault({})
    .describe('optimize: other settings for a folder (in a bucket: a key prefix) and all below it'),
  links: z.enum(['same', 'all', 'off']).default('same').describe('links to images move: with their image, all, none'),
  processed: z.enum(['original', 'keep', 'bake']).optional().describe('what a link with ?x-oss-process=… becomes'),
  include: list.describe('globs of posts'),
  exclude: list.describe('globs of posts'),
  onlyHosts: list.describe('images of these hosts only'),
  skipHosts: list.describe('images of these hosts stay'),
  remap: list.describe('FROM=TO: fetch addresses that start with FROM from TO'),
  hosts: z.record(text, host).prefault({}).describe('headers, Referer and rate for one host'),
  allowHosts: list.describe('private hosts (HOST or HOST:PORT) that may be asked'),
  site: base.optional().describe('address of the site that readers visit'),
  generator: z
    .enum([
      'auto',
      'plain',
      'hexo',
      'hugo',
      'jekyll',
      'vuepress',
      'vitepress',
      'docusaurus',
      'astro',
      'mkdocs',
      'obsidian',
    ])
    .default('auto')
    .describe('whose rules the posts are read by; auto: recognised by the site’s own files'),
  concurrency: z.int().min(1).max(256).default(16).describe('requests at once'),
  perHost: z
    .int()
    .min(1)
    .max(256)
    .default(6)
    .describe('requests at once to one host; to a store as many as `concurrency`'),
  bandwidth: rate.optional().describe('transfer: bytes a second at most, both ways together; 10MB, 500KB/s'),
  maxRequests: z.number().positive().optional().describe('transfer: requests a second at most'),
  maxBytes: bytes.prefault('50MiB').describe('largest image that is fetched'),
  spoolMaxBytes: bytes.prefault('2GiB').describe('room for images that wait under .imgferry/'),
  connectTimeout: time.prefault('10s').describe('longest time until a connection stands'),
  idleTimeout: time.prefault('30s').describe('longest silence of a server'),
  imageTimeout: time.prefault('2m').describe('longest time for one try at one image'),
  depth: z.enum(['deep', 'quick']).default('deep').describe('check: decode every pixel, or read headers alone'),
  failOn: z
    .enum(['broken', 'warn', 'unverifiable', 'never'])
    .default('broken')
    .describe('check: what exit code 1 is for'),
  maxAge: age.optional().describe('check: how long a verdict counts; default 1d, and 1h where it could not be seen'),
  oversizedBytes: bytes.optional().describe('check: a larger file is oversized'),
  oversizedPixels: pixels.optional().describe('check: an image with more pixels is oversized'),
  missingAlt: z.boolean().default(false).describe('check: whether images without a description are told'),
  baseline: text.optional().describe('check: file of what is broken already, relative to this file'),
  ignore: z.array(ignoreRule).prefault([]).describe('check: what is left out'),
  keepOriginals: text
    .default('.imgferry/originals')
    .describe('optimize: folder (in a bucket: key prefix) that replaced images go to; off: they are not kept'),
  wayback: z
    .union([z.literal('off'), base])
    .default('https://archive.org/')
    .describe('repair: archive that is asked for copies of broken images; off: none'),
  cdn: createCdnSchema({ text, base, list, headers, time }).optional().describe('what serves the addresses'),
  cdnRefresh: z.boolean().default(false).describe('after a run: refresh what the edge has of changed addresses'),
  cdnPrefetch: z.boolean().default(false).describe('after a run: have the edge fetch what is new'),
  lang: z.enum(['auto', 'en', 'zh']).default('auto').describe('language of messages; auto: the locale’s'),
  ledger: text.optional().describe('file that remembers what is done; default .imgferry/ledger.db beside this file'),
});

/** Where a command's defaults differ from the schema's. */
export const commandDefaults: Readonly<Record<CommandName, z.input<typeof configSchema>>> = {
  migrate: {},
  relink: {},
  optimize: { effort: 'balanced' },
  transfer: { effort: 'balanced' },
};

function lowerCaseNames(values: Record<string, string>): Record<string, string> {
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [name.toLowerCase(), value]));
}

const isBucket = (kind: string | undefined): boolean => kind === 'oss' || kind === 's3';

interface GivenAddress {
  readonly url?: string | undefined;
  readonly kind?: StoreKindName | undefined;
  readonly dir?: string | undefined;
  readonly bucket?: string | undefined;
  readonly prefix?: string | undefined;
  readonly endpoint?: string | undefined;
}

/** Whichever way a store was written down, it has one address. */
function withAddress<Store extends GivenAddress>(
  store: Store,
): Omit<Store, keyof GivenAddress> & { url: string; endpoint?: string } {
  const { url, kind, dir, bucket, prefix, endpoint, ...rest } = store;
  if (url === undefined && kind === 'webdav') return { ...rest, url: webDavAddress(endpoint ?? '', prefix) };
  const given = endpoint === undefined ? {} : { endpoint };
  return { ...rest, ...given, url: url ?? (kind === 'file' ? `file:${dir}` : `${kind}://${bucket}/${prefix ?? ''}`) };
}

/** The path of the endpoint, if it has one, leads the prefix. */
function webDavAddress(endpoint: string, prefix: string | undefined): string {
  const scheme = /^http:/i.test(endpoint) ? 'webdav' : 'webdavs';
  const folder = endpoint.replace(/^https?:\/\//i, '').replace(/\/+$/, '');
  return `${scheme}://${folder}/${prefix ?? ''}`;
}
