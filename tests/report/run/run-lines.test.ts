import { describe, expect, it } from 'vitest';
import type { ReportedPost, RunReport } from '../../../src/core/run-report.js';
import { concernLines, limitLines } from '../../../src/report/run/run-lines.js';
import { createRunWords } from '../../../src/report/run/run-words.js';
import { reportedImage, reportedPost, sampleReport } from './sample-report.js';

const words = createRunWords('en');

const said = (report: RunReport): readonly string[] =>
  concernLines(report, words).map((line) => (typeof line === 'string' ? line : `${line.says} ${line.files.join(' ')}`));

const post = (parts: Partial<ReportedPost>): ReportedPost => ({ ...reportedPost('posts/a.md', []), ...parts });

describe('concernLines', () => {
  it('is empty where all is well', () => {
    expect(said(sampleReport({ images: [reportedImage('a.png')], posts: [post({})] }))).toEqual([]);
  });

  it.each([
    ['running', /has no end/],
    ['stopped', /stopped before its end/],
    ['interrupted', /was interrupted/],
  ] as const)('says of a run that is %s what comes next', (state, words) => {
    const { run } = sampleReport();
    const [first] = said({ ...sampleReport(), run: { ...run, state } });
    expect(first).toMatch(words);
  });

  it.each([
    [{ state: 'planned' }, /not known whether/],
    [{ now: 'missing' }, /not there any more/],
    [{ now: 'unreadable' }, /can’t be read/],
    [{ now: 'changed' }, /edited since/],
    [{ now: 'as-before' }, /as before the run/],
  ] as const)('names a post that is %j', (parts, words) => {
    const lines = said(sampleReport({ posts: [post(parts)] }));
    expect(lines).toEqual([expect.stringMatching(words)]);
    expect(lines[0]).toContain('posts/a.md');
  });

  it('says nothing of posts that were undone, whatever stands there', () => {
    const posts = [post({ state: 'undone', now: 'changed' }), post({ state: 'undone', now: 'as-before' })];
    expect(said(sampleReport({ posts }))).toEqual([]);
  });

  it('names a few posts of many', () => {
    const posts = Array.from({ length: 20 }, (_, at) => post({ file: `posts/${at}.md`, now: 'missing' }));
    expect(said(sampleReport({ posts }))[0]).toMatch(/20 posts.*posts\/7\.md .*12/);
  });

  it('counts images by the gravest that they have', () => {
    const images = [
      reportedImage('a', { outcome: 'unsettled', bytesAfter: 1e9 }),
      reportedImage('b', { bytesAfter: 1e9 }),
    ];
    expect(said(sampleReport({ images }))).toEqual([
      expect.stringMatching(/^1 image is unsettled/),
      expect.stringMatching(/^1 image is larger/),
    ]);
  });
});

describe('limitLines', () => {
  it('counts what is not known', () => {
    const { bytesBefore: _, ...unmeasured } = reportedImage('a');
    const lines = limitLines(sampleReport({ images: [unmeasured, reportedImage('b')], pictured: 1 }), words).join('\n');
    expect(lines).toMatch(/Whether 2 images show/);
    expect(lines).toMatch(/How many bytes 1 image had/);
    expect(lines).toMatch(/the first 1 of 2 images/);
    expect(lines).toMatch(/How 1 image looks/);
  });
});
