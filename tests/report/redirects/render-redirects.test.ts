import { describe, expect, it } from 'vitest';
import { type RedirectServer, renderRedirects } from '../../../src/report/redirects/render-redirects.js';

const to = 'https://img.example.com/ab/%E5%9B%BE.png';

const linesFor = (as: RedirectServer, from: string, site?: string): readonly string[] => {
  const { text } = renderRedirects([{ from, to }], { as, site, lang: 'en' });
  return text.split('\n').filter((line) => line !== '' && !line.startsWith('#'));
};

describe('redirects for Apache', () => {
  it.each([
    ['a plain one', 'https://old.example.com/a.png', '^a\\.png$'],
    ['Chinese and spaces', 'https://old.example.com/%E5%9B%BE%201.png', '^图 1\\.png$'],
    ['quotes and a backslash', 'https://old.example.com/a%22%5Cb.png', '^a\\x22\\\\b\\.png$'],
    ['characters of expressions', 'https://old.example.com/(a)[b]+$.png', '^\\(a\\)\\[b\\]\\+\\$\\.png$'],
  ])('name %s as it is compared, and escape what stands in its place', (_, from, pattern) => {
    expect(linesFor('htaccess', from)).toEqual([
      'RewriteEngine On',
      'RewriteCond %{HTTP_HOST} "^old\\.example\\.com$" [NC]',
      `RewriteRule "${pattern}" "https://img.example.com/ab/\\%E5\\%9B\\%BE.png" [R=301,L,NE,QSD]`,
    ]);
  });

  it('ask for the query where the old address has one', () => {
    expect(linesFor('htaccess', '/a.png?x=1&y=a.b')).toContain('RewriteCond %{QUERY_STRING} "^x=1&y=a\\.b$"');
  });
});

describe('redirects for Netlify', () => {
  it('are said by both schemes, with placeholders escaped and the query as parameters', () => {
    expect(linesFor('netlify', 'https://old.example.com/a:b*.png?x=1&y=2')).toEqual([
      `https://old.example.com/a%3Ab%2A.png x=1 y=2 ${to} 301!`,
      `http://old.example.com/a%3Ab%2A.png x=1 y=2 ${to} 301!`,
    ]);
    expect(linesFor('netlify', '/a%20b.png')).toEqual([`/a%20b.png ${to} 301!`]);
  });
});

describe('redirects for Cloudflare', () => {
  it('are CSV; what needs a host takes the site’s', () => {
    expect(linesFor('cloudflare', 'https://old.example.com/a,"b.png')).toEqual([
      `"old.example.com/a,%22b.png",${to},301`,
    ]);
    expect(linesFor('cloudflare', '/a.png', 'https://blog.example.com/')).toEqual([`blog.example.com/a.png,${to},301`]);
  });

  it.each(['/a.png', 'https://old.example.com/a.png?x=1'])('leave out %s, and say so', (from) => {
    const { text, leftOut } = renderRedirects([{ from, to }], { as: 'cloudflare', site: undefined, lang: 'en' });
    expect([text, leftOut]).toEqual(['', [{ what: from.replace('https://', ''), reason: 'not-expressible' }]]);
  });
});

describe('redirects as a page', () => {
  it('hold nothing that ends the script or the text around them', () => {
    const { text } = renderRedirects([{ from: '/%3C/script%3E%3Cb%3E&.png', to: '/x"<y>.png' }], {
      as: 'html',
      site: undefined,
      lang: 'zh',
    });
    expect(text).toContain('"/\\u003c/script\\u003e\\u003cb\\u003e&.png":"/x\\"\\u003cy\\u003e.png"');
    expect(text).toContain('<li>/&lt;/script&gt;&lt;b&gt;&amp;.png → <a href="/x&quot;&lt;y&gt;.png">');
    expect(text.match(/<\/script>/g)).toHaveLength(1);
  });
});

describe('redirects for a server that compares decoded paths', () => {
  it.each(['nginx', 'htaccess'] as const)('leave out for %s what is no text', (as) => {
    const { leftOut } = renderRedirects(
      [
        { from: 'https://old.example.com/%FF.png', to },
        { from: '/%0A.png', to },
      ],
      { as, site: undefined, lang: 'en' },
    );
    expect(leftOut.map(({ what }) => what)).toEqual(['old.example.com/%FF.png', '/%0A.png']);
  });
});
