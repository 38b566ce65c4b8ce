import type { RunRecord } from '../../../src/core/ledger.js';
import type { ReportedImage, ReportedPost, RunReport, Thumbnail } from '../../../src/core/run-report.js';
import { verdictOf } from '../../../src/core/verdict.js';
import { makeThumbnail } from '../../../src/optimize/make-thumbnail.js';
import { drawPicture } from '../../support/draw-picture.js';

const run: RunRecord = {
  id: '20260504-101112-0a1b',
  command: 'migrate',
  startedAt: Date.UTC(2026, 4, 4, 10, 11, 12),
  finishedAt: Date.UTC(2026, 4, 4, 10, 14, 32),
  state: 'done',
  standing: 1,
  undone: 0,
  edits: 1,
};

export function sampleReport(parts: Partial<RunReport> = {}): RunReport {
  const { images = [], posts = [], pictured = images.length } = parts;
  return { run: { ...run, ...parts.run }, images, posts, pictured };
}

export function reportedImage(name: string, parts: Partial<ReportedImage> = {}): ReportedImage {
  return {
    from: `https://old.example.com/${name}`,
    host: 'old.example.com',
    to: `https://img.example.com/${name}`,
    key: name,
    outcome: 'moved',
    bytesBefore: 120_000,
    bytesAfter: 45_000,
    isSame: false,
    places: [{ file: 'posts/a.md', line: 3, column: 5 }],
    ...parts,
  };
}

export function reportedPost(file: string, images: readonly ReportedImage[]): ReportedPost {
  const edits = images.map((image, at) => ({ line: at + 1, column: 5, old: image.from, new: image.to ?? '', image }));
  return { file, state: 'written', now: 'as-written', edits };
}

export async function thumbnail(seed: number): Promise<Thumbnail> {
  const { bytes } = await drawPicture({ seed });
  const made = await makeThumbnail(bytes, 320);
  if (!made) throw new Error('a drawn picture can be made small');
  return made;
}

/** A run with a bit of everything. */
export async function variedReport(): Promise<RunReport> {
  const check = (reasons: Parameters<typeof verdictOf>[0]) => ({ verdict: verdictOf(reasons, {}), at: run.startedAt });
  const images = [
    reportedImage('gone.png', { check: check(['not-found']) }),
    reportedImage('grew.png', { bytesAfter: 130_000, outcome: 'renamed' }),
    reportedImage('pair.png', { before: await thumbnail(1), after: await thumbnail(2), check: check([]) }),
    reportedImage('same.png', {
      after: await thumbnail(3),
      isSame: true,
      bytesAfter: 120_000,
      width: 320,
      height: 240,
    }),
    reportedImage('copied.png', {
      host: 'main',
      outcome: 'copied',
      before: await thumbnail(4),
      after: await thumbnail(5),
    }),
    { from: '图/本地.png', outcome: 'relinked', places: [] } as const,
  ];
  const diff = 'diff --git a/p b/p\n--- a/p\n+++ b/p\n@@ -1 +1 @@\n-![](old)\n+![](new)\n kept\n';
  return sampleReport({
    images,
    posts: [
      { ...reportedPost('posts/a.md', images.slice(0, 2)), diff },
      { ...reportedPost('posts/改过.md', images.slice(2, 4)), now: 'changed' },
      { ...reportedPost('posts/gone.md', images.slice(4)), now: 'missing' },
    ],
  });
}
