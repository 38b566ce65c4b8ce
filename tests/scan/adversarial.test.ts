import { describe, expect, it } from 'vitest';
import { createFileLookup } from '../../src/scan/resolve/file-lookup.js';
import { plainSite } from '../../src/scan/resolve/generators/plain.js';
import type { Generator } from '../../src/scan/resolve/site.js';
import { scanText } from '../../src/scan/scan-document.js';

const size = 400_000;
const growth = 16;

/** Processor time in ms: other work on the machine counts less than on the wall. */
const scan = (text: string, generator?: Generator, name = 'a.md'): number => {
  const site = { ...plainSite('/site', createFileLookup()), generator };
  const startedAt = process.cpuUsage();
  scanText(text, { document: name, path: `/site/${name}`, site });
  const { system, user } = process.cpuUsage(startedAt);
  return (system + user) / 1000;
};

/** Sixteen times the text may cost sixteen times the time, with room for noise; never two hundred times. */
describe('anything, however often, is read in linear time', () => {
  it.each<[string, string, (Generator | undefined)?, string?]>([
    ['tags that are not closed', '{% img "a '],
    ['tags that are', '{% img /a.png %}'],
    ['shortcodes that are not closed', '{{< figure src="a '],
    ['shortcodes over lines', '{{< figure\nsrc="a.png"\n\n'],
    ['embeds that are not closed', '![[a.png'],
    ['templates as destinations', '![a]({{ x '],
    ['closing brackets and templates', ']({% '],
    ['raw tags', '{% raw %}\n'],
    ['raw tags that are closed', '{% raw %}x{% endraw %}\n'],
    ['fences and raw tags', '```\n{% raw %}\n```\n{% endraw %}\n'],
    ['figures in fences', '```{figure} a.png\n```\n'],
    ['colons that are not closed', ':::{figure} a.png\n'],
    ['comments of Obsidian', '%% a ', 'obsidian'],
    ['front matter of one key', '', undefined],
    ['braces', '{"a":'],
    ['data in JSON', '{"a":["/b.png",', undefined, 'a.json'],
    ['data in TOML', 'a = [{b = "c.png", ', undefined, 'a.toml'],
    ['style sheets', 'a{b:url(', undefined, 'a.css'],
    ['quotes in style sheets', 'url("a\\', undefined, 'a.css'],
  ])('%s', (_, unit, generator, name) => {
    const repeated = (length: number): string =>
      unit === ''
        ? `---\n${'cover: /a.png\n'.repeat(Math.ceil(length / 14))}---\n`
        : unit.repeat(Math.ceil(length / unit.length));
    scan(repeated(size / growth), generator, name); // warm
    const small = Math.max(scan(repeated(size / growth), generator, name), 10);
    expect(scan(repeated(size), generator, name)).toBeLessThan(small * growth * 5);
  });
});
