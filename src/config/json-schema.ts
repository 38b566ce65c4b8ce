import { z } from 'zod';
import { configSchema } from './schema.js';

/** What a configuration file may hold, as a JSON schema (draft 2020-12) for editors. */
export function configJsonSchema(): Readonly<Record<string, unknown>> {
  const { $schema, ...schema } = z.toJSONSchema(configSchema, { io: 'input' });
  const properties = { $schema: { type: 'string' }, ...schema.properties };
  return { $schema, title: 'imgferry.config.yaml', ...schema, properties };
}
