import type { CdnProvider } from '../../core/cdn.js';
import type { CdnAccountReport, CdnDomainsReport } from '../../core/cdn-outcome.js';
import { ImgferryError } from '../../core/errors.js';
import { openCdn, openClient, openLedgerOf } from '../compose.js';
import type { UseCaseContext } from '../context.js';
import { askAgain } from './ask-again.js';

/**
 * How far the tasks of the account are, or one of them, and what its quota leaves today.
 *
 * @throws ImgferryError CDN_NOT_CONFIGURED and what the provider throws
 */
export async function describeCdnTasks(task: string | undefined, context: UseCaseContext): Promise<CdnAccountReport> {
  const ledger = await openLedgerOf(context, 'read');
  try {
    return await withCdn(context, async (provider) => ({
      provider: provider.name,
      tasks: (await askAgain(async () => provider.status?.(task, context), context)) ?? [],
      quota: await askAgain(() => provider.quota(context), context),
      waiting: ledger.unfinishedSubmissions(provider.id).filter(({ state }) => state === 'waiting').length,
      tellsTasks: provider.status !== undefined,
    }));
  } finally {
    ledger.close();
  }
}

/**
 * The domains of the account, as far as the provider tells.
 *
 * @throws ImgferryError CDN_NOT_CONFIGURED, CDN_UNSUPPORTED and what the provider throws
 */
export function listCdnDomains(context: UseCaseContext): Promise<CdnDomainsReport> {
  return withCdn(context, async ({ name, domains }) => {
    if (!domains) throw new ImgferryError('CDN_UNSUPPORTED', { provider: name, action: 'domains' });
    return { provider: name, domains: await askAgain(() => domains(context), context) };
  });
}

async function withCdn<Result>(
  context: UseCaseContext,
  work: (provider: CdnProvider) => Promise<Result>,
): Promise<Result> {
  const client = openClient(context);
  try {
    return await work(await openCdn(client, context));
  } finally {
    await client.close();
  }
}
