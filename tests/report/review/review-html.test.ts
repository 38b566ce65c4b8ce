import { type Browser, chromium } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { chosenMarkup, reviewMarkup, reviewShell } from '../../../src/report/review/review-html.js';
import { cellsOf } from '../../../src/report/run/image-table.js';
import { createRunWords } from '../../../src/report/run/run-words.js';
import { startReviewServer } from '../../../src/serve/review-server.js';
import { chromiumPath } from '../../support/inspect/chromium-judge.js';
import { longestTask, scrollDown, traceOf } from '../../support/longest-task.js';
import { reportedImage, thumbnail } from '../run/sample-report.js';

const lang = 'en';

describe.skipIf(chromiumPath === undefined)('the page of a review in Chromium', () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await chromium.launch({ executablePath: chromiumPath ?? '', args: ['--no-sandbox'] });
  });
  afterAll(() => browser.close());

  it('paints 5,000 images within a second, and scrolls through them without a long task, bringing their pictures', async () => {
    const [before, after] = await Promise.all([1, 2].map(thumbnail));
    const images = Array.from({ length: 5000 }, (_, at) => ({
      image: reportedImage(`2024/a picture with a name of usual length ${at}.png`, {
        host: `host-${at % 7}.example.com`,
        ...(before && after ? { before, after } : {}),
      }),
      choice: { isTaken: true },
    }));
    const posts = Array.from({ length: 1000 }, (_, at) => ({ file: `posts/${at}.md`, edits: 5 }));
    const plan = { images, posts };
    const bare = images.map(({ image: { before: _before, after: _after, ...image }, choice }) => ({ image, choice }));
    const html = reviewMarkup({ images: bare, posts, leftAlone: [] }, { lang });
    const brought = new Set<number>();
    const server = await startReviewServer({
      port: 0,
      page: reviewShell({ lang, version: '1.2.3' }),
      calls: {
        view: async () => ({ html }),
        async pictures({ image }) {
          const at = Number(image);
          brought.add(at);
          const one = images[at];
          return { html: one && cellsOf(one.image, createRunWords(lang), {})[0] };
        },
        take: async () => ({ rows: [], chosen: chosenMarkup(plan, { lang }) }),
      },
      explain: String,
    });
    onTestFinished(() => server.close());
    const page = await browser.newPage({ viewport: { width: 1200, height: 800 } });
    const troubles: string[] = [];
    page.on('console', (message) => troubles.push(message.text()));
    page.on('pageerror', (error) => troubles.push(error.message));
    await page.goto(server.address);
    const painted: number[] = [];
    const longest: number[] = [];
    const isQuick = () => Math.min(...painted) < 1000 && Math.min(...longest) < 100;
    for (let load = 0; load < 8 && !isQuick(); load++) {
      if (load > 0) await page.reload();
      await page.locator('.part tr[data-k] img').first().waitFor();
      painted.push(await page.evaluate("performance.getEntriesByName('first-contentful-paint')[0].startTime"));
      await page.evaluate('new Promise((done) => requestIdleCallback(done))');
      longest.push(longestTask(await traceOf(browser, page, () => scrollDown(page, 1600))));
      expect(await page.evaluate('scrollY')).toBeGreaterThan(100_000);
      await page.evaluate('scrollTo(0, 0)');
    }
    expect(brought.size).toBeGreaterThan(10);
    // the machine may have other work
    expect(Math.min(...painted)).toBeLessThan(1000);
    expect(Math.min(...longest)).toBeLessThan(100);
    await page.locator('#by-text').fill('length 4321');
    expect(await page.locator('#shown').textContent()).toBe('1 / 5000');
    expect(troubles).toEqual([]);
    await page.close();
  }, 400_000);
});
