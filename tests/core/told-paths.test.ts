import { describe, expect, it } from 'vitest';
import { toldPath, withToldPaths } from '../../src/core/told-paths.js';

describe('toldPath', () => {
  it.each([
    ['/site/posts/图 1.md', 'posts/图 1.md'],
    ['/site', '.'],
    ['posts/a.md', 'posts/a.md'],
    ['/site-2/a.md', '/site-2/a.md'],
    ['/etc/passwd', '/etc/passwd'],
    ['/site/..a/b.md', '..a/b.md'],
    ['/', '/'],
  ])('tells %s as %s', (path, told) => {
    expect(toldPath(path, '/site')).toBe(told);
  });
});

it('tells of everything from the root of a disk, and of Windows’ paths with /', () => {
  expect(toldPath('/posts/a.md', '/')).toBe('posts/a.md');
  expect(toldPath('C:\\site\\posts\\a.md', 'C:\\site')).toBe('posts/a.md');
});

describe('withToldPaths', () => {
  it('changes paths alone, each of a list, and nothing that only looks like one', () => {
    const facts = { path: '/site/a.md', paths: ['/site/b', '/c'], url: '/site/a.md', line: 3 };
    expect(withToldPaths({ code: 'PATH_NOT_FOUND', facts }, '/site')).toEqual({
      code: 'PATH_NOT_FOUND',
      facts: { path: 'a.md', paths: ['b', '/c'], url: '/site/a.md', line: 3 },
    });
  });
});
