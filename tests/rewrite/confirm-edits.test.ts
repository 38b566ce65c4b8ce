import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Identity } from '../../src/core/asset.js';
import type { ImgferryError } from '../../src/core/errors.js';
import type { PlannedEdit } from '../../src/core/plan.js';
import { applyEdits } from '../../src/rewrite/apply-edits.js';
import { confirmEdits } from '../../src/rewrite/confirm-edits.js';
import { planEdits } from '../../src/rewrite/plan-edits.js';
import { createFileLookup } from '../../src/scan/resolve/file-lookup.js';
import { plainSite } from '../../src/scan/resolve/generators/plain.js';
import { scanText } from '../../src/scan/scan-document.js';
import { moved, scan } from './scanned-post.js';

function confirm(change: { before: string; after: string; edits: readonly PlannedEdit[] }, file = 'post.md') {
  return confirmEdits({ file, ...change, rescan: (text) => scan(text, file) });
}

async function refusal(change: Parameters<typeof confirm>[0]): Promise<ImgferryError['facts']> {
  const error = await confirm(change).then(
    () => undefined,
    (reason: ImgferryError) => reason,
  );
  expect(error?.code).toBe('EDIT_NOT_CONFIRMED');
  return error?.facts ?? {};
}

const kitchenSink = `\ufeff---\r
title: 图
cover: https://old.example/cover.jpg
banner: "https://old.example/b.jpg"\r
---

![a](https://old.example/a.png "title") and ![b](<https://old.example/b c.png>)
[![thumb](https://old.example/t.jpg)](https://old.example/full.jpg)

| a | b |
|---|---|
| ![x](https://old.example/x.png) | \`![](https://old.example/code.png)\` |

<img alt=x src="https://old.example/h.png?a=1&amp;b=2" srcset="https://old.example/h.png 1x, https://old.example/h2.png 2x">

![spaces](https://old.example/with space.png)
![ref][one] and [link][one] and ![one]

> ![q](https://old.example/q(1).png)

    ![code](https://old.example/code.png)

[one]: https://old.example/one.png 'x'
`;

describe('confirmEdits', () => {
  it('confirms edits in every kind of place', async () => {
    const change = moved(kitchenSink);
    expect(change.edits.length).toBeGreaterThan(12);
    await confirm(change);
  });

  it('confirms edits of expressions, which CommonMark takes for destinations where they hold no space', async () => {
    const before = [
      '![a]({{site.baseurl}}/a.png) ![b]({{ site.baseurl }}/a.png) ![c]({{"/a.png"|relative_url}} "t")',
      '![d][d] ![e][e] ![f](/a.png)',
      '[d]: {{site.baseurl}}/a.png\n[e]: {{ site.baseurl }}/a.png "t"\n',
    ].join('\n\n');
    const { references } = scan(before);
    const edits = planEdits(references, ({ raw }) => ({
      identity: raw as Identity,
      address: 'https://new.example/x.png',
    }));
    expect(edits).toHaveLength(6);
    await confirm({ before, after: applyEdits(before, edits), edits });
  });

  it('confirms edits of a `.md` that is MDX, which CommonMark reads otherwise', async () => {
    const site = {
      ...plainSite('/nowhere', createFileLookup()),
      generator: 'docusaurus',
      markdownIsMdx: true,
    } as const;
    const rescan = (text: string) => scanText(text, { document: 'post.md', path: '/nowhere/post.md', site });
    const before =
      '<B t={`\n\n`} s={require("https://old.example/a.png").default} />\n\n    ![b](https://old.example/b.png)\n';
    const edits = planEdits(rescan(before).references, ({ target }) =>
      target.kind === 'remote' ? { identity: target.url as Identity, address: 'https://new.example/x.png' } : undefined,
    );
    expect(rescan(before).format).toBe('mdx');
    expect(edits.map(({ raw }) => raw)).toContain('https://old.example/b.png');
    await confirmEdits({ file: 'post.md', before, after: applyEdits(before, edits), edits, rescan });
  });

  it('confirms edits of MDX, where only the scan speaks', async () => {
    const source = '# A\n\n![a](https://old.example/a.png)\n\n<img src="https://old.example/b.png" />\n';
    const change = moved(source, { file: 'post.mdx' });
    expect(change.edits).toHaveLength(2);
    await confirm(change, 'post.mdx');
  });

  it.each(['https://n.example/', 'https://a-much-longer-name.new.example/'])(
    'confirms a post whose front matter holds images, moved to %s',
    async (to) => {
      const source = 'cover: https://old.example/cover.jpg\nnote: "![x](/x.png)"';
      await confirm(
        moved(`---\n${source}\n---\n![a](https://old.example/a.png) [b](https://old.example/b.png)`, { to }),
      );
    },
  );

  const simple = 'one\n\n![a](https://old.example/a.png)\n\n![b](https://old.example/b.png)\n';

  it.each(['pathname:///img/a.png', 'file:///img/a.png'])('confirms another name in %s', async (raw) => {
    const before = `![a](${raw})\n`;
    const start = before.indexOf(raw);
    const address = raw.replace('.png', '.webp');
    const edits = [{ start, end: start + raw.length, text: address }] as const;
    const planned = { identity: 'file:/img/a.png' as Identity, syntax: 'inline', line: 1, column: 6 } as const;
    const edit: PlannedEdit = { ...planned, raw, address, edits };
    await confirm({ before, after: applyEdits(before, [edit]), edits: [edit] });
    const wrong = applyEdits(before, [{ ...edit, edits: [{ ...edits[0], text: raw.replace('a.png', 'b.png') }] }]);
    await refusal({ before, after: wrong, edits: [edit] });
  });

  it('says what it expected where an edit is missing', async () => {
    const { before, edits } = moved(simple);
    const after = applyEdits(before, edits.slice(0, 1));
    expect(await refusal({ before, after, edits })).toEqual({
      file: 'post.md',
      line: 5,
      expected: 'https://new.example/b.png',
      found: 'https://old.example/b.png',
      parser: 'rescan',
    });
  });

  it.each([
    ['another address', (after: string) => after.replace('new.example/b', 'new.example/c')],
    ['a change elsewhere', (after: string) => `${after}![c](https://old.example/c.png)\n`],
    ['an image that was lost', (after: string) => after.replace('![b]', '\\![b]')],
    ['an image that became code', (after: string) => after.replace('![b]', '    ![b]')],
    ['a change beside the edits', (after: string) => after.replace('one', 'two words')],
  ])('refuses %s', async (name, damage) => {
    const { before, after, edits } = moved(simple);
    const damaged = { before, after: damage(after), edits };
    if (name === 'a change beside the edits') await refusal(damaged);
    else expect((await refusal(damaged)).parser).toBe('rescan');
  });

  it('asks CommonMark where the scan is content', async () => {
    const { before, after, edits } = moved(simple);
    const blind = (text: string) => scan(text.replace('[hidden](https://old.example/x)', 'hidden'.padEnd(31)));
    const hidden = `${before}\n[hidden](https://old.example/x)\n`;
    const lost = { before: hidden, after: `${after}\n\n`, edits };
    await expect(confirmEdits({ file: 'post.md', ...lost, rescan: blind })).rejects.toMatchObject({
      facts: { parser: 'commonmark', line: 7, expected: 'https://old.example/x', found: '' },
    });
  });

  it.each([
    ['that begins with an image', 'x[^1]\n\n[^1]: ![a](https://old.example/a.png)\n'],
    ['of several paragraphs', 'x[^n]\n\n[^n]: y\n\n    ![a](https://old.example/a.png)\n'],
    ['in a quote', '> x[^1]\n>\n> [^1]: ![a](https://old.example/a.png)\n'],
  ])('confirms a footnote %s', async (_, before) => {
    const planned = moved(before);
    expect(planned.edits).toHaveLength(1);
    await confirm(planned);
    const lost = { ...planned, after: planned.after.replace('![a](https', '!\\[a](https') };
    await refusal(lost);
  });

  it('confirms whatever is planned over random posts', async () => {
    const piece = fc.constantFrom(
      ...kitchenSink.split(/(?<=\n)|(?= )/),
      '![](https://old.example/a.png)',
      '[![](<https://old.example/a.png>)](https://old.example/b.png)',
      '![x][one]\n',
      '\n[one]: <https://old.example/o.png>\n',
      '`',
      '```\n',
      '<!-- ',
      '-->',
      '> ',
      '- ',
      '\\',
      '😀',
    );
    await fc.assert(
      fc.asyncProperty(fc.array(piece, { maxLength: 40 }), async (pieces) => {
        await confirm(moved(pieces.join('')));
      }),
      { numRuns: 300 },
    );
  });
});
