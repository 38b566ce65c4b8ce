import { z } from 'zod';
import { cdnProviderNames } from '../core/cdn.js';

interface SchemaParts {
  readonly text: z.ZodString;
  readonly base: z.ZodURL;
  readonly list: z.ZodType<readonly string[], string | readonly string[] | undefined>;
  readonly headers: z.ZodType<Record<string, string>, Record<string, string> | undefined>;
  readonly time: z.ZodType<number, string | number>;
}

const count = z.int().min(1);

/** `cdn:`, what serves the addresses of the stores. */
export function createCdnSchema({ text, base, list, headers, time }: SchemaParts) {
  return z.strictObject({
    provider: z.enum(cdnProviderNames).describe('http: PURGE and BAN to one’s own nginx or Varnish'),
    credentials: z
      .string()
      .regex(/^(?:env:[\w${}]+|profile:.+|ossutil:.+|pic(?:go|list)(?::.+)?|rclone:.+)$/, 'credential-source')
      .optional()
      .describe(
        'as of a store; cloudflare: env:PREFIX, whose PREFIX_API_TOKEN is the token; tencent: its PREFIX_SECRET_ID and _KEY',
      ),
    product: z.enum(['cdn', 'dcdn']).default('cdn').describe('aliyun: which of its two products'),
    distribution: text.optional().describe('cloudfront: the distribution’s id'),
    zone: text.optional().describe('cloudflare: the zone’s id'),
    endpoint: base
      .optional()
      .describe('http: where PURGE goes, with the address’s Host; else: in place of the API’s own'),
    headers: headers.describe('http: sent with PURGE and BAN; environment variables are expanded'),
    domains: list.describe('hosts that it serves; other addresses are refused'),
    limits: z
      .strictObject({
        urlsPerCall: count.describe('addresses in one call'),
        prefixesPerCall: count.describe('prefixes in one call'),
        prefetchPerCall: count.describe('addresses in one call of prefetch'),
        callsPerSecond: z.number().positive().describe('calls a second at most'),
      })
      .partial()
      .prefault({})
      .describe('in place of the documented ones, where the account has others'),
    hotlink: z
      .enum(['open', 'closed'])
      .optional()
      .describe('whether other sites may show the pictures; audit: closed makes an open address a finding'),
    cors: z.boolean().default(false).describe('whether scripts of the site read the pictures (canvas, fetch)'),
    minAge: time.prefault('1d').describe('audit: what browsers keep for less is kept too shortly'),
    slowAfter: time.prefault('800ms').describe('audit: a later first byte is slow'),
    certificateAge: time.prefault('14d').describe('audit: a certificate that ends sooner is told'),
  });
}
