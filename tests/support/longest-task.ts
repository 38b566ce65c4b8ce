import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { temporaryFolder } from './temporary-folder.js';

/** What a browser's threads did meanwhile; a file. */
export async function traceOf(browser: Browser, page: Page, action: () => Promise<void>): Promise<string> {
  const path = join(await temporaryFolder(), 'trace.json');
  await browser.startTracing(page, { path, categories: ['toplevel', 'disabled-by-default-devtools.timeline'] });
  await action();
  await browser.stopTracing();
  return path;
}

/** Through 120,000 pixels of a page by the wheel, so many a frame. */
export async function scrollDown(page: Page, pixels: number): Promise<void> {
  await page.mouse.move(600, 400);
  for (let scrolled = 0; scrolled < 120_000; scrolled += pixels) {
    await page.mouse.wheel(0, pixels);
    await page.evaluate('new Promise((done) => requestAnimationFrame(done))');
  }
}

/** Of the page's main thread, in ms of its own time: what other programs took does not count. */
export function longestTask(trace: string): number {
  const { traceEvents } = JSON.parse(readFileSync(trace, 'utf8')) as {
    traceEvents: { name: string; ph: string; pid: number; tid: number; tdur?: number; args?: { name?: string } }[];
  };
  const main = new Set(
    traceEvents.filter(({ args }) => args?.name === 'CrRendererMain').map(({ pid, tid }) => `${pid}/${tid}`),
  );
  const tasks = traceEvents.filter(({ name, pid, tid }) => /RunTask$/.test(name) && main.has(`${pid}/${tid}`));
  if (tasks.length === 0) throw new Error('the trace has no task');
  return Math.max(...tasks.map(({ tdur = 0 }) => tdur)) / 1000;
}
