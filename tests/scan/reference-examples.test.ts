import { describe, expect, it } from 'vitest';
import { type ReferenceExample, referenceCatalogue } from '../support/references/examples.js';
import { runExample } from '../support/references/run-example.js';
import { temporaryFolder } from '../support/temporary-folder.js';

const isMovable = ({ to }: ReferenceExample['found'][number]): boolean => !/^(?:data$|unsupported )/.test(to);

describe.each(referenceCatalogue.sections)('$title', ({ examples }) => {
  it.each(examples)('$what: found to the character, rewritten, found again', async (example) => {
    const run = await runExample(example, await temporaryFolder());
    expect(run.found).toEqual(example.found);
    expect(run.elsewhere).toEqual([]);
    expect(run.rewritten).toBe(example.found.filter(isMovable).length);
  });

  it.each(examples)('$what: says why where it stays', ({ found, why }) => {
    if (found.some((reference) => !isMovable(reference))) expect(why).toBeDefined();
  });
});
