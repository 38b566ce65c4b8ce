import { describe, expect, it } from 'vitest';
import { runCsv } from '../../../src/report/run/run-csv.js';
import { reportedImage, reportedPost, sampleReport } from './sample-report.js';

const linesOf = (csv: string): readonly string[] => csv.slice(1).split('\r\n');

describe('runCsv', () => {
  it('has a line for each link, and one for an image that no post names', () => {
    const image = reportedImage('a.png');
    const alone = reportedImage('alone.png', { places: [], bytesBefore: undefined } as never);
    const report = sampleReport({ images: [image, alone], posts: [reportedPost('posts/a.md', [image, image])] });
    const csv = runCsv(report);
    expect(csv.charCodeAt(0)).toBe(0xfeff);
    expect(linesOf(csv)).toEqual([
      'post,line,old,new,key,bytes_before,bytes_after,status',
      'posts/a.md,1,https://old.example.com/a.png,https://img.example.com/a.png,a.png,120000,45000,moved',
      'posts/a.md,2,https://old.example.com/a.png,https://img.example.com/a.png,a.png,120000,45000,moved',
      ',,https://old.example.com/alone.png,https://img.example.com/alone.png,alone.png,,45000,moved',
      '',
    ]);
  });

  it.each([
    ['a comma', 'a,b.md', '"a,b.md"'],
    ['a quote', 'a"b.md', '"a""b.md"'],
    ['a line end', 'a\nb.md', '"a\nb.md"'],
    ['a formula', '=HYPERLINK("x").md', `"'=HYPERLINK(""x"").md"`],
    ['a minus', '-1.md', "'-1.md"],
    ['a command', '@SUM(1).md', "'@SUM(1).md"],
    ['a tab', '\t=1.md', "'\t=1.md"],
    ['Chinese', '京都 的樱花.md', '京都 的樱花.md'],
  ])('writes %s so that it stays a text', (_, file, cell) => {
    const csv = runCsv(sampleReport({ posts: [reportedPost(file, [reportedImage('a.png')])] }));
    expect(csv).toContain(`\r\n${cell},1,`);
  });

  it.each([
    ['written', 'moved'],
    ['undone', 'undone'],
    ['planned', 'unsettled'],
    ['abandoned', 'abandoned'],
  ] as const)('says of a post that is %s: %s', (state, status) => {
    const post = { ...reportedPost('a.md', [reportedImage('a.png')]), state };
    expect(linesOf(runCsv(sampleReport({ posts: [post] })))[1]).toMatch(new RegExp(`,${status}$`));
  });
});
