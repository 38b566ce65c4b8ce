import { describe, expect, it } from 'vitest';
import { readMultistatus } from '../../../src/storage/drivers/webdav/read-multistatus.js';

const answer = (responses: string): string =>
  `<?xml version="1.0"?><D:multistatus xmlns:D="DAV:" xmlns:a="DAV:">${responses}</D:multistatus>`;
const response = (href: string, prop: string, status = 'HTTP/1.1 200 OK'): string =>
  `<D:response><D:href>${href}</D:href><D:propstat><D:prop>${prop}</D:prop><D:status>${status}</D:status></D:propstat></D:response>`;

describe('readMultistatus', () => {
  it('reads files, whatever prefixes the server gives their properties', () => {
    const text = answer(
      response(
        '/a/%E5%9B%BE%201%26.png',
        '<D:resourcetype/><a:getcontentlength>5</a:getcontentlength><a:getetag>W/"5-1"</a:getetag><a:getlastmodified>Sat, 28 Nov 2026 18:20:06 GMT</a:getlastmodified><a:getcontenttype>image/png</a:getcontenttype>',
      ),
    );
    expect(readMultistatus(text)).toEqual([
      {
        path: 'a/图 1&.png',
        isFolder: false,
        size: 5,
        etag: '"5-1"',
        contentType: 'image/png',
        lastModified: Date.UTC(2026, 10, 28, 18, 20, 6),
      },
    ]);
  });

  it.each([
    ['a path', '/dav/b/'],
    ['a whole address', 'https://dav.example.com/dav/b/'],
  ])('tells folders, named by %s', (_, href) => {
    const text = answer(response(href, '<D:resourcetype><a:collection/></D:resourcetype>'));
    expect(readMultistatus(text)).toMatchObject([{ path: 'dav/b', isFolder: true, size: undefined }]);
  });

  it('leaves out what the server could tell nothing of', () => {
    const text = answer(response('/a', '<D:getetag/>', 'HTTP/1.1 404 Not Found'));
    expect(readMultistatus(text)).toEqual([]);
  });

  it.each([
    ['a page', '<html><body>Sign in</body></html>'],
    ['nothing', ''],
  ])('takes %s for no answer', (_, text) => {
    expect(readMultistatus(text)).toBeUndefined();
  });
});
