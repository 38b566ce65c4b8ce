import { tests } from 'commonmark-spec';
import { describe, expect, it } from 'vitest';
import { locateReferences } from '../../../src/scan/locate/locate-references.js';
import { comparable, imagesInHtml } from '../../support/locate/images-in-html.js';

describe('every example of the CommonMark 0.31.2 specification', () => {
  it('is here', () => {
    expect(tests).toHaveLength(652);
  });

  it.each(tests)('$number ($section) names the images of its HTML', ({ html, markdown }) => {
    const text = markdown.replaceAll('→', '\t');
    const found = locateReferences(text, { format: 'markdown' });
    const expected = imagesInHtml(html.replaceAll('→', '\t')).map(comparable);
    expect([...new Set(found.map(({ address }) => comparable(address)))].sort()).toEqual([...new Set(expected)].sort());
  });

  it('finds each address at its span', () => {
    for (const { markdown } of tests)
      for (const { address, span } of locateReferences(markdown, { format: 'markdown', links: true }))
        expect(markdown.slice(span.start, span.end).length === 0).toBe(address === '');
  });
});
