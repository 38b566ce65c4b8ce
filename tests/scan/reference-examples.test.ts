import { describe, expect, it } from 'vitest';
import { type ReferenceExample, referenceCatalogue } from '../support/references/examples.js';
import { referencePage } from '../support/references/reference-page.js';
import { type ExampleRun, runExample } from '../support/references/run-example.js';
import { temporaryFolder } from '../support/temporary-folder.js';

const isMovable = ({ to }: ReferenceExample['found'][number]): boolean => !/^(?:data$|unsupported )/.test(to);

const runs = new Map<ReferenceExample, ExampleRun>();

describe.each(referenceCatalogue.sections)('$title', ({ examples }) => {
  it.each(examples)('$what: found to the character, rewritten, found again', async (example) => {
    const run = await runExample(example, await temporaryFolder());
    runs.set(example, run);
    expect(run.found).toEqual(example.found);
    expect(run.elsewhere).toEqual([]);
    expect(run.rewritten).toBe(example.found.filter(isMovable).length);
    expect(example.found.every(isMovable) || example.why).toBeTruthy();
  });
});

describe('docs/references.md', () => {
  it('is current (`npx vitest run tests/scan/reference-examples.test.ts --update` writes it)', async () => {
    const all = referenceCatalogue.sections.flatMap(({ examples }) => examples);
    for (const example of all)
      if (!runs.has(example)) runs.set(example, await runExample(example, await temporaryFolder()));
    await expect(referencePage(runs)).toMatchFileSnapshot('../../docs/references.md');
  });

  it('names nothing twice in a section', () => {
    for (const { examples } of referenceCatalogue.sections) {
      expect(new Set(examples.map(({ what }) => what)).size).toBe(examples.length);
    }
  });
});
