/** Where editors find the schema of a configuration; its first line names it. */
export const schemaAddress = 'https://unpkg.com/imgferry/config/schemas/imgferry.schema.json';
