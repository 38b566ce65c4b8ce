import { relative, sep } from 'node:path';
import { ImgferryError } from '../../core/errors.js';
import type { CheckFinding } from '../../core/finding.js';
import type { Ledger } from '../../core/ledger.js';
import { toldPath, withToldPaths } from '../../core/told-paths.js';
import { openClient, openLedgerOf } from '../compose.js';
import type { UseCaseContext } from '../context.js';
import { checkStore } from './check-store.js';

/**
 * Looks at everything that a run stands on, and says of each what was seen. Writes nothing but one small object for each
 * store, to read it from its public address, and deletes that again.
 */
export async function examine(context: UseCaseContext): Promise<readonly CheckFinding[]> {
  const findings: CheckFinding[] = [describeConfiguration(context)];
  const opened = await openForExamination(context);
  findings.push(opened.finding);
  const { ledger } = opened;
  if (!ledger) return findings;
  const client = openClient(context);
  try {
    for (const name of storesToCheck(context)) findings.push(...(await checkStore(name, { ledger, client }, context)));
    if (storesToCheck(context).length === 0) {
      findings.push({ id: 'store', level: 'warn', facts: { found: 'nothing', expected: '--to' } });
    }
  } finally {
    await client.close();
    ledger.close();
  }
  return findings;
}

function describeConfiguration({ configFile, cwd }: UseCaseContext): CheckFinding {
  if (configFile === undefined) return { id: 'configuration', level: 'ok', facts: { found: 'nothing' } };
  return { id: 'configuration', level: 'ok', facts: { path: relative(cwd, configFile).split(sep).join('/') } };
}

async function openForExamination(
  context: UseCaseContext,
): Promise<{ readonly finding: CheckFinding; readonly ledger?: Ledger }> {
  try {
    const ledger = await openLedgerOf(context, 'read');
    const facts = { path: toldPath(ledger.folder, context.cwd), runs: ledger.runs().length };
    return { ledger, finding: { id: 'ledger', level: 'ok', facts } };
  } catch (error) {
    if (!(error instanceof ImgferryError)) throw error;
    return {
      finding: { id: 'ledger', level: 'problem', facts: {}, error: withToldPaths(error.toReport(), context.cwd) },
    };
  }
}

/** The target, and every store of the configuration. */
function storesToCheck({ settings }: UseCaseContext): readonly string[] {
  return [...new Set([...(settings.to === undefined ? [] : [settings.to]), ...Object.keys(settings.stores)])];
}
