/** A JSON schema (draft 2020-12). */
export type JsonSchema = Readonly<Record<string, unknown>>;

export const draft = 'https://json-schema.org/draft/2020-12/schema';

export const plain = [{ type: 'string' }, { type: 'number' }, { type: 'boolean' }] as const;
export const facts = { type: 'object' } as const;
/** As `errorRecord` writes it. */
export const error = closed({ code: { type: 'string' }, message: { type: 'string' }, facts });

export function listOf(items: JsonSchema, description?: string): JsonSchema {
  return { type: 'array', ...(description === undefined ? {} : { description }), items };
}

/** All of these properties, and no others. */
export function closed(properties: JsonSchema): JsonSchema {
  return { type: 'object', additionalProperties: false, required: Object.keys(properties), properties };
}
