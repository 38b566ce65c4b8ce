import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { z } from 'zod';

const files = z.record(z.string(), z.string());

const foundSchema = z.union([
  z.string().transform((raw) => ({ raw, to: raw })),
  z.strictObject({ raw: z.string(), to: z.string() }),
]);

const exampleSchema = z.strictObject({
  what: z.string(),
  text: z.string(),
  file: z.string().default('post.md'),
  site: z.string().optional(),
  files: files.default({}),
  found: z.array(foundSchema),
  links: z.literal(true).optional(),
  walk: z.literal(true).optional(),
  why: z.string().optional(),
});

const catalogueSchema = z.strictObject({
  sites: z.record(z.string(), files),
  sections: z.array(z.strictObject({ title: z.string(), examples: z.array(exampleSchema) })),
});

/** Something that must be found: the characters, and where they lead. */
export type ExpectedReference = z.output<typeof foundSchema>;

/** One way to name an image, or something that only looks like it. */
export type ReferenceExample = z.output<typeof exampleSchema>;

/** The sections of docs/references.md, and the files of the sites that examples stand in. */
export type ReferenceCatalogue = z.output<typeof catalogueSchema>;

export const referenceCatalogue: ReferenceCatalogue = catalogueSchema.parse(
  parse(readFileSync(new URL('../../fixtures/references/examples.yaml', import.meta.url), 'utf8')),
);
