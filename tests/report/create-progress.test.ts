import { describe, expect, it } from 'vitest';
import type { RunEvent } from '../../src/core/events.js';
import { createProgress, type ProgressOptions } from '../../src/report/create-progress.js';
import { textWidth } from '../../src/report/text-width.js';
import { imageOutcome } from './sample-outcome.js';

/** A progress whose clock is set by hand, and what it wrote. */
function watch(options: Partial<ProgressOptions> = {}) {
  const written: string[] = [];
  let time = 0;
  const progress = createProgress({
    write: (text) => void written.push(text),
    isTerminal: true,
    columns: () => 80,
    lang: 'en',
    color: false,
    quiet: false,
    now: () => time,
    tick: () => () => undefined,
    ...options,
  });
  const tell = (at: number, event: Event): void => {
    time = at;
    progress.onEvent({ at, ...event });
  };
  return { progress, written, tell };
}

type Event = RunEvent extends infer Each ? (Each extends unknown ? Omit<Each, 'at'> : never) : never;

const scanned: Event = { type: 'scanned', documents: 3, images: 10 };
const started = (url: string, stage = 'fetch'): Event => ({ type: 'stage-started', stage, url });
const settled = (n: number): Event => ({
  type: 'asset-settled',
  outcome: imageOutcome({ url: `https://h/${n}.png`, bytesBefore: 2000, bytesAfter: 500 }),
});
const failed: Event = {
  type: 'asset-settled',
  outcome: imageOutcome({
    url: 'https://h/x.png',
    state: 'failed',
    error: { code: 'HTTP_STATUS', facts: { status: 404 } },
  }),
};
const finished: Event = { type: 'run-finished' };

describe('progress on a terminal', () => {
  it('draws a bar with rate, saved bytes and what is in flight', () => {
    const { written, tell } = watch();
    tell(0, scanned);
    tell(500, started('https://h/%E5%9B%BE.png?x=1'));
    tell(1000, started('https://h/b.png', 'prepare'));
    tell(2000, settled(1));
    expect(written.at(-1)?.split('\n').at(-2)).toMatch(/█+░+ 1\/10 · 0\.5\/s · 1\.5 KB saved$/);
    expect(written.at(-1)).toMatch(/\nfetching 图\.png, encoding b\.png$/);
  });

  it('draws at most ten times a second', () => {
    const { written, tell } = watch();
    for (let ms = 0; ms < 1000; ms++) tell(ms, ms === 0 ? scanned : started(`https://h/${ms % 7}.png`));
    expect(written.length).toBeLessThanOrEqual(10);
  });

  it('is not behind where nothing happens for a while', () => {
    let tick = (): void => undefined;
    const { written, tell } = watch({
      tick(action) {
        tick = action;
        return () => undefined;
      },
    });
    tell(0, scanned);
    tell(1, settled(1));
    expect(written.at(-1)).toContain('0/10');
    tick();
    expect(written.at(-1)).toContain('1/10');
  });

  it('tells a failure at once, above the bar', () => {
    const { written, tell } = watch();
    tell(0, scanned);
    tell(1, failed);
    expect(written.at(-1)).toContain('✗ https://h/x.png: The image is not there (HTTP 404)\n');
    expect(written.at(-1)).toContain('1 failed');
  });

  it.each([20, 40, 80, 200])('never fills %d columns to the last', (columns) => {
    const { written, tell } = watch({ columns: () => columns, lang: 'zh' });
    tell(0, scanned);
    for (let n = 0; n < 9; n++) tell(200 + n * 200, started(`https://h/${'很长的名字'.repeat(4)}${n}.png`));
    tell(4000, settled(1));
    const lines = written
      .join('')
      .replaceAll('\u001b[1A', '\n')
      .replaceAll('\u001b[2K', '\n')
      .split(/[\r\n]/);
    for (const line of lines) expect(textWidth(line), line).toBeLessThan(columns);
  });

  it('says when it tries again', () => {
    const { written, tell } = watch();
    tell(0, scanned);
    tell(200, started('https://h/a.png'));
    tell(400, {
      type: 'retrying',
      url: 'https://h/a.png',
      error: { code: 'HTTP_BUSY', facts: {} },
      attempt: 1,
      delay: 2000.4,
    });
    expect(written.at(-1)).toMatch(/a\.png again in 2 s$/);
  });

  it('says what it does before it knows how much there is, and how long the rest will take', () => {
    const { written, tell } = watch();
    tell(0, { type: 'run-started', command: 'migrate', dryRun: false });
    expect(written.at(-1)).toBe('Reading the posts …');
    tell(100, scanned);
    for (let n = 1; n <= 4; n++) tell(n * 1000, settled(n));
    expect(written.at(-1)).toMatch(/4\/10 · 1\.0\/s · 6 s left/);
    tell(5000, { type: 'post-settled', outcome: { file: 'a.md', edits: 1, state: 'edited' } });
    expect(written.at(-1)).toContain('1 post written');
  });

  it('counts what a store lists, though nobody knows how much that will be', () => {
    const { written, tell } = watch();
    tell(0, { type: 'run-started', command: 'transfer', dryRun: false });
    expect(written.at(-1)).toBe('Listing what is there …');
    tell(1000, settled(1));
    tell(2000, failed);
    expect(written.at(-1)).toMatch(/✗ https:.*\n2 done · 1\.0\/s · 1\.5 KB saved · 1 failed$/);
  });

  it('counts an image once that was looked at before it settled', () => {
    const { written, tell } = watch();
    tell(0, { ...scanned, images: 2 });
    tell(1000, { type: 'image-checked', url: 'https://h/x.png', verdict: 'broken' });
    tell(2000, { type: 'image-checked', url: 'https://h/1.png', verdict: 'ok' });
    tell(3000, failed);
    expect(written.at(-1)).toMatch(/2\/2 .* 1 failed$/);
  });

  it('makes room for what is said in between', () => {
    const { progress, written, tell } = watch();
    tell(0, scanned);
    progress.say('Ending …\n');
    expect(written.slice(-2)).toEqual(['\r\u001b[2K', 'Ending …\n']);
  });

  it('leaves nothing behind when it ends, and is silent afterwards', () => {
    const { progress, written, tell } = watch();
    tell(0, scanned);
    tell(200, started('https://h/a.png'));
    tell(300, finished);
    expect(written.at(-1)).toBe('\r\u001b[2K\u001b[1A\r\u001b[2K');
    const before = written.length;
    progress.close();
    tell(900, scanned);
    expect(written.length).toBe(before);
  });
});

describe('progress in a log', () => {
  it('says a line at the start, now and then, and at the end', () => {
    const { written, tell } = watch({ isTerminal: false });
    tell(0, scanned);
    for (let n = 1; n <= 10; n++) tell(n * 3000, settled(n));
    tell(30_500, finished);
    expect(written).toEqual([
      '10 images in 3 posts\n',
      '4/10 · 0.3/s · 18 s left · 6.0 KB saved\n',
      '8/10 · 0.3/s · 6 s left · 12.0 KB saved\n',
      '10/10 · 0.3/s · 15.0 KB saved\n',
    ]);
  });

  it('says a line now and then where no end is known', () => {
    const { written, tell } = watch({ isTerminal: false });
    tell(0, { type: 'run-started', command: 'transfer', dryRun: false });
    for (let n = 1; n <= 4; n++) tell(n * 6000, settled(n));
    tell(25_000, finished);
    expect(written.map((line) => line.split(' ·')[0])).toEqual(['2 done', '4 done', '4 done']);
  });

  it('has failures, and no escape sequences', () => {
    const { written, tell } = watch({ isTerminal: false, color: true });
    tell(0, scanned);
    tell(1, failed);
    expect(written.join('')).toContain('✗ https://h/x.png');
    expect(written.join('')).not.toContain('\u001b');
  });
});

describe('quiet progress', () => {
  it('writes nothing at all', () => {
    const { written, tell } = watch({ quiet: true });
    tell(0, scanned);
    tell(1, failed);
    tell(2, finished);
    expect(written).toEqual([]);
  });
});
