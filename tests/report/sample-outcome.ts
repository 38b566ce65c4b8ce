import type { AssetOutcome, Identity } from '../../src/core/asset.js';
import { countTotals } from '../../src/core/fold-outcome.js';
import type { Outcome, PostOutcome } from '../../src/core/outcome.js';

/** An image's outcome; what is not said is plain. */
export function imageOutcome(facts: Partial<AssetOutcome> & { readonly url: string }): AssetOutcome {
  return { identity: facts.url as Identity, state: 'stored', ...facts };
}

const images: readonly AssetOutcome[] = [
  imageOutcome({
    url: 'https://old.example.com/2021/樱花.jpg',
    reason: 'encoded',
    key: 'a1/a1b2.jpg',
    publicUrl: 'https://img.example.com/a1/a1b2.jpg',
    bytesBefore: 2_400_000,
    bytesAfter: 1_500_000,
  }),
  imageOutcome({
    url: 'https://old.example.com/logo.png',
    state: 'reused',
    reason: 'saves-too-little',
    key: 'c3/c3d4.png',
    publicUrl: 'https://img.example.com/c3/c3d4.png',
    bytesBefore: 1200,
    bytesAfter: 1200,
  }),
  imageOutcome({ url: 'posts/local.png', state: 'in-place', key: 'e5/e5f6.png' }),
  imageOutcome({ url: 'https://cdn.example.net/x.png', state: 'skipped', reason: 'host-skipped' }),
  imageOutcome({
    url: 'https://old.example.com/gone.png',
    state: 'failed',
    error: { code: 'HTTP_STATUS', facts: { url: 'https://old.example.com/gone.png', status: 404 } },
    places: [{ file: 'posts/a.md', line: 12, column: 5 }],
  }),
  imageOutcome({
    url: 'https://old.example.com/also-gone.png',
    state: 'failed',
    error: { code: 'HTTP_STATUS', facts: { url: 'https://old.example.com/also-gone.png', status: 404 } },
  }),
];

const posts: readonly PostOutcome[] = [
  { file: 'posts/a.md', edits: 3, state: 'edited' },
  { file: 'posts/gbk.md', edits: 0, state: 'refused', error: { code: 'DOCUMENT_NOT_UTF8', facts: {} } },
  { file: 'posts/plain.md', edits: 0, state: 'unchanged' },
];

/** A run in which everything happened that can happen to an image. */
export const sampleOutcome: Outcome = {
  version: 1,
  command: 'migrate',
  run: '20251124-153042-1a2b',
  dryRun: false,
  images,
  posts,
  leftBehind: [
    { file: 'posts/a.md', line: 12, column: 5, url: 'https://old.example.com/gone.png', reason: 'failed' },
    { file: 'posts/b.md', line: 3, column: 1, url: 'https://old.example.com/also-gone.png', reason: 'failed' },
    { file: 'posts/a.md', line: 20, column: 9, url: 'https://old.example.com/logo.png', reason: 'text' },
  ],
  notes: [{ id: 'definition-shared-with-link', facts: { file: 'posts/a.md', line: 30 } }],
  totals: countTotals(images, posts, 2140),
};

/** The same posts before anything was fetched. */
export const sampleDryRun: Outcome = (() => {
  const planned = images.map(({ identity, url }, index) =>
    index < 4
      ? { identity, url, state: 'planned' as const, publicUrl: 'https://img.example.com/{digest:2}/{digest:32}.{ext}' }
      : { identity, url, state: 'in-place' as const },
  );
  const plannedPosts: readonly PostOutcome[] = [
    { file: 'posts/a.md', edits: 3, state: 'planned' },
    { file: 'posts/旅行/京都.md', edits: 1, state: 'planned' },
  ];
  return {
    version: 1,
    command: 'migrate',
    dryRun: true,
    images: planned,
    posts: plannedPosts,
    leftBehind: [],
    notes: [],
    totals: countTotals(planned, plannedPosts, 31),
  };
})();
