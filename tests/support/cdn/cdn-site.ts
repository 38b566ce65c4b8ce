import { onTestFinished } from 'vitest';
import { createTestSite, type TestSite } from '../migration.js';
import type { CliResult } from '../run-cli.js';
import { aliyunKeys, startAliyunCdn } from './aliyun-server.js';
import type { CdnStandIn } from './stand-in.js';

export const aliyunEnv = {
  ALIBABA_CLOUD_ACCESS_KEY_ID: aliyunKeys.id,
  ALIBABA_CLOUD_ACCESS_KEY_SECRET: aliyunKeys.secret,
};

/** A folder whose configuration names Alibaba's CDN on loopback. */
export async function createCdnSite({
  files = {},
  more = '',
  domains,
}: {
  readonly files?: Readonly<Record<string, string | Buffer>>;
  /** Further lines of `cdn:`, and of the configuration. */
  readonly more?: string;
  readonly domains?: readonly string[];
} = {}): Promise<{ site: TestSite; cdn: CdnStandIn; run: (...args: readonly string[]) => Promise<CliResult> }> {
  const cdn = await startAliyunCdn(domains === undefined ? {} : { domains });
  onTestFinished(() => cdn.close());
  const config = `cdn:\n  provider: aliyun\n  endpoint: ${cdn.url}\n${more}`;
  const site = await createTestSite({ ...files, 'imgferry.config.yaml': config });
  return { site, cdn, run: (...args) => site.run(['cdn', ...args], aliyunEnv) };
}

/** What `imgferry cdn refresh --format json` prints, as far as tests look at it. */
export interface SubmissionJson {
  readonly dryRun: boolean;
  readonly provider: string | null;
  readonly addresses: readonly {
    readonly name: string;
    readonly state: string;
    readonly task: string | null;
    readonly error: { readonly code: string; readonly message: string } | null;
  }[];
  readonly quota: readonly { readonly action: string; readonly target: string; readonly remaining: number }[];
  readonly notes: readonly { readonly id: string; readonly message: string }[];
  readonly totals: Readonly<Record<string, number>>;
  readonly stopped: { readonly code: string; readonly message: string } | null;
}

export const submissionOf = ({ stdout }: CliResult): SubmissionJson => JSON.parse(stdout) as SubmissionJson;
