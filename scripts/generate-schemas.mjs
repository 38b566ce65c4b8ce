// Writes the schemas in config/schemas/ that the code knows: the configuration's, and those of a check, of the CDN and of a queue.
// Build first: it reads dist/.
import { writeFileSync } from 'node:fs';
import { configJsonSchema } from '../dist/config/json-schema.js';
import {
  cdnAuditLineSchema,
  cdnAuditSchema,
  cdnDomainsSchema,
  cdnSchema,
  cdnStatusSchema,
} from '../dist/report/cdn/cdn-schemas.js';
import { checkLineSchema, checkSchema } from '../dist/report/check/check-schemas.js';
import { deadJobsSchema, queueStatusSchema } from '../dist/report/queue/queue-schemas.js';

const schemas = {
  imgferry: configJsonSchema(),
  check: checkSchema(),
  'check-line': checkLineSchema(),
  cdn: cdnSchema(),
  'cdn-status': cdnStatusSchema(),
  'cdn-domains': cdnDomainsSchema(),
  'cdn-audit': cdnAuditSchema(),
  'cdn-audit-line': cdnAuditLineSchema(),
  queue: queueStatusSchema(),
  'queue-failed': deadJobsSchema(),
};
for (const [name, schema] of Object.entries(schemas)) {
  const target = new URL(`../config/schemas/${name}.schema.json`, import.meta.url);
  writeFileSync(target, `${JSON.stringify(schema, null, 2)}\n`);
}
