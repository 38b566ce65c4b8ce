import { verdictReasons } from '../../core/verdict.js';
import { closed, draft, error, facts, type JsonSchema, listOf, plain } from '../json-schema.js';

/** Describes a line of `--format ndjson`. */
export function checkLineSchema(): JsonSchema {
  return { $schema: draft, title: 'a line of imgferry check --format ndjson', ...closed(imageProperties()) };
}

/** Describes the document of `--format json`. */
export function checkSchema(): JsonSchema {
  return {
    $schema: draft,
    title: 'imgferry check --format json',
    ...closed({
      version: { const: 1 },
      command: { const: 'check' },
      images: listOf({
        description: 'the worst first',
        ...closed({
          ...imageProperties(),
          known: { type: 'boolean', description: 'the baseline has it: it fails nothing' },
        }),
      }),
      unread: listOf({
        description: 'posts that could not be read',
        ...closed({ file: { type: 'string' }, error }),
      }),
      notes: listOf(closed({ id: { type: 'string' }, facts, message: { type: 'string' } })),
      totals: closed(Object.fromEntries(totals.map(([name, description]) => [name, { ...count, description }]))),
      stopped: { oneOf: [error, { type: 'null' }], description: 'the error that stopped the check before its end' },
      interrupted: { type: 'boolean', description: 'images that were not looked at are not listed' },
    }),
  };
}

function imageProperties(): JsonSchema {
  return {
    url: { type: 'string', description: 'address as in the posts; of a local image its path' },
    verdict: { enum: ['ok', 'warn', 'broken', 'unverifiable'] },
    reasons: listOf({ enum: verdictReasons }, 'the worst first; docs/verdicts.md says what each means'),
    evidence: {
      type: 'object',
      description: 'what was seen',
      additionalProperties: { anyOf: [...plain, listOf({ type: 'string' })] },
    },
    places: listOf(
      closed({
        file: { type: 'string', description: 'relative to the working directory, with /' },
        line: { type: 'integer', minimum: 1 },
        column: { type: 'integer', minimum: 1, description: 'UTF-16 code units' },
      }),
      'where posts name it; none for an object of a store',
    ),
  };
}

const totals: readonly (readonly [string, string])[] = [
  ['documents', 'posts that were read'],
  ['images', 'images that were looked at, each once'],
  ['places', 'places that name them'],
  ['ok', 'images'],
  ['warn', 'images'],
  ['broken', 'images'],
  ['unverifiable', 'images'],
  ['known', 'images that the baseline has'],
  ['ignored', 'images and places that the configuration or a comment leaves out'],
  ['remembered', 'images whose last verdict was still fresh'],
  ['requests', 'requests sent'],
  ['bytes', 'bytes read from the network'],
  ['elapsed', 'ms'],
];

const count = { type: 'number', minimum: 0 } as const;
