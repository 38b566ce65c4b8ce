import { cdnProviderNames } from '../../core/cdn.js';
import { cdnFindingIds } from '../../core/cdn-finding.js';
import { closed, draft, error, facts, type JsonSchema, listOf, plain } from '../json-schema.js';

const provider = { enum: cdnProviderNames } as const;
const optionalText = { type: ['string', 'null'] } as const;
const instant = { type: ['string', 'null'], format: 'date-time' } as const;
const count = { type: 'number', minimum: 0 } as const;
const target = { enum: ['url', 'prefix', 'tag'] } as const;
const action = { enum: ['refresh', 'prefetch'] } as const;
const quota = listOf(
  closed({ action, target, remaining: count, limit: count }),
  'what the provider still takes today, as it was before anything was sent; empty where it tells none',
);

/** Describes `imgferry cdn refresh --format json`, and prefetch's. */
export function cdnSchema(): JsonSchema {
  return {
    $schema: draft,
    title: 'imgferry cdn refresh --format json, imgferry cdn prefetch --format json',
    ...closed({
      version: { const: 1 },
      command: { enum: ['cdn refresh', 'cdn prefetch'] },
      dryRun: { type: 'boolean' },
      provider: { enum: [...cdnProviderNames, null] },
      addresses: listOf(
        closed({
          name: { type: 'string', description: 'an address, or a tag' },
          target,
          state: { enum: ['planned', 'sent', 'sent-before', 'waiting', 'failed'] },
          task: { ...optionalText, description: 'the provider’s id of the task' },
          at: { ...instant, description: 'when it was sent' },
          error: { oneOf: [error, { type: 'null' }] },
        }),
      ),
      quota,
      notes: listOf(closed({ id: { type: 'string' }, facts, message: { type: 'string' } })),
      totals: closed({
        names: count,
        planned: count,
        sent: count,
        sentBefore: count,
        waiting: count,
        failed: count,
        calls: { ...count, description: 'made, or to make' },
        elapsed: { ...count, description: 'ms' },
      }),
      stopped: { oneOf: [error, { type: 'null' }] },
      interrupted: { type: 'boolean' },
    }),
  };
}

/** Describes `imgferry cdn status --format json`. */
export function cdnStatusSchema(): JsonSchema {
  return {
    $schema: draft,
    title: 'imgferry cdn status --format json',
    ...closed({
      version: { const: 1 },
      provider,
      tasks: listOf(
        closed({
          task: { type: 'string' },
          action,
          state: { enum: ['pending', 'done', 'failed'] },
          address: optionalText,
          at: instant,
          detail: optionalText,
        }),
      ),
      quota,
      waiting: { ...count, description: 'addresses recorded for a later day' },
    }),
  };
}

const ruleKind = { enum: ['cache', 'referer', 'cors', 'https', 'other'] };

/** Describes `imgferry cdn domains --format json`. */
export function cdnDomainsSchema(): JsonSchema {
  return {
    $schema: draft,
    title: 'imgferry cdn domains --format json',
    ...closed({
      version: { const: 1 },
      provider,
      domains: listOf(
        closed({
          name: { type: 'string' },
          cname: optionalText,
          status: { ...optionalText, description: 'the provider’s own word' },
          https: { type: ['boolean', 'null'] },
          certificateEnds: instant,
          origins: listOf({ type: 'string' }),
          rules: listOf(
            closed({
              kind: ruleKind,
              name: { type: 'string', description: 'as the provider calls it' },
              settings: { type: 'object', additionalProperties: { type: 'string' } },
            }),
          ),
          untold: {
            ...listOf(ruleKind),
            description: 'kinds of rules that the provider does not tell: none shown says nothing',
          },
        }),
      ),
    }),
  };
}

const finding = { enum: cdnFindingIds } as const;
const severity = { enum: ['error', 'warn', 'info'] } as const;
const evidence = {
  type: 'object',
  description: 'what was seen',
  additionalProperties: { anyOf: [...plain, listOf({ type: 'string' })] },
} as const;

/** Describes a line of `imgferry cdn audit --format ndjson`. */
export function cdnAuditLineSchema(): JsonSchema {
  return {
    $schema: draft,
    title: 'a line of imgferry cdn audit --format ndjson',
    ...closed({
      url: { type: 'string' },
      finding: {
        enum: [...cdnFindingIds, null],
        description: 'null: the address has none; docs/cdn.md says what each means',
      },
      severity: { enum: [...severity.enum, null] },
      evidence,
      advice: optionalText,
    }),
  };
}

/** Describes `imgferry cdn audit --format json`. */
export function cdnAuditSchema(): JsonSchema {
  return {
    $schema: draft,
    title: 'imgferry cdn audit --format json',
    ...closed({
      version: { const: 1 },
      command: { const: 'cdn audit' },
      addresses: listOf(
        closed({
          url: { type: 'string' },
          findings: listOf(
            closed({ finding, severity, evidence, seen: { type: 'string' }, advice: { type: 'string' } }),
            'none where nothing is the matter',
          ),
          places: listOf(closed({ file: { type: 'string' }, line: { type: 'integer' }, column: { type: 'integer' } })),
        }),
      ),
      budget: closed({
        addresses: count,
        hosts: count,
        requests: { ...count, description: 'at most, redirects not counted' },
      }),
      notes: listOf(closed({ id: { type: 'string' }, facts, message: { type: 'string' } })),
      totals: closed({
        addresses: count,
        clean: count,
        findings: count,
        error: count,
        warn: count,
        info: count,
        requests: count,
        bytes: count,
        elapsed: { ...count, description: 'ms' },
      }),
      stopped: { oneOf: [error, { type: 'null' }] },
      interrupted: { type: 'boolean' },
    }),
  };
}
