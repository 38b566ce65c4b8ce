import { describe, expect, it } from 'vitest';
import { findIgnoreComments } from '../../src/scan/find-ignore-comments.js';
import { detectSite } from '../../src/scan/resolve/detect-site.js';

const site = detectSite('/posts', { generator: 'none' });
const comment = '<!-- imgferry-ignore-next-line -->';

const find = (lines: readonly string[], path = '/posts/a.md') =>
  findIgnoreComments(lines.join('\n'), { document: 'a.md', path, site }).map(({ first, last, reasons }) => [
    first,
    last,
    ...reasons,
  ]);

describe('findIgnoreComments', () => {
  it.each<[string, readonly string[], unknown]>([
    ['on a line of its own', [comment, '![](a.png)'], [[2, 2]]],
    ['before an empty line', [comment, '', ' ', '![](a.png)'], [[4, 4]]],
    ['behind text', ['text', `more ${comment}`, '![](a.png)'], [[3, 3]]],
    ['in a list', ['- item', `  ${comment}`, '  ![](a.png)'], [[3, 3]]],
    ['over several lines', ['<!-- imgferry-ignore-next-line', 'not-found', '-->', '![](a.png)'], [[4, 4, 'not-found']]],
    ['before a tag of several lines', [comment, '<img', '  src="a.png">', 'text'], [[2, 3]]],
    [
      'with reasons and words',
      ['<!-- imgferry-ignore-next-line redirected, gone because it is so -->', 'x'],
      [[2, 2, 'gone', 'redirected']],
    ],
    [
      'twice',
      [comment, 'x', comment, 'y'],
      [
        [2, 2],
        [4, 4],
      ],
    ],
    ['at the end', [comment], [[2, 1]]],
    ['in a code span', [`\`${comment}\``, 'x'], []],
    ['in a fence', ['```', comment, '```', 'x'], []],
    ['indented like code', ['', `    ${comment}`, 'x'], []],
    ['in another comment', ['<!-- old: <!-- imgferry-ignore-next-line -->', 'x'], []],
    ['of another name', ['<!-- imgferry-ignore-next-lines -->', 'x'], []],
  ])('%s', (_, lines, expected) => {
    expect(find(lines)).toEqual(expected);
  });

  it('reads MDX comments in MDX', () => {
    expect(find(['{/* imgferry-ignore-next-line gone */}', '', '![](a.png)'], '/posts/a.mdx')).toEqual([
      [3, 3, 'gone'],
    ]);
    expect(find(['`{/* imgferry-ignore-next-line */}`', '![](a.png)'], '/posts/a.mdx')).toEqual([]);
  });
});
