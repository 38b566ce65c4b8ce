import { describe, expect, it } from 'vitest';
import type { CdnDomain } from '../../../src/core/cdn.js';
import { renderDomains } from '../../../src/report/cdn/render-domains.js';

const view = { lang: 'en', color: false, verbose: false, width: 100 } as const;
const domain: CdnDomain = { name: 'img.example.com', origins: [], rules: [] };

const rendered = (one: CdnDomain): string =>
  renderDomains({ provider: 'cloudfront', domains: [one] }, { format: 'text', ...view });

describe('the domains of a CDN', () => {
  it('are open to every site where the provider would have told of a rule', () => {
    expect(rendered(domain)).toContain('every site may show the pictures');
  });

  it('are open to nobody knows whom where the provider does not tell', () => {
    const text = rendered({ ...domain, untold: ['referer'] });
    expect(text).toContain('Referer: not known');
    expect(text).not.toContain('every site');
  });
});
