import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import axe from 'axe-core';
import { type Browser, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { CheckOutcome } from '../../../src/core/check-outcome.js';
import { renderCheck } from '../../../src/report/check/render-check.js';
import { samples } from '../../contract/reporters/samples.js';
import { chromiumPath } from '../../support/inspect/chromium-judge.js';
import { temporaryFolder } from '../../support/temporary-folder.js';
import { checkOutcome, reading, sampleCheck } from './sample-check.js';

describe.skipIf(chromiumPath === undefined)('the page of HTML in Chromium', () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await chromium.launch({ executablePath: chromiumPath ?? '', args: ['--no-sandbox'] });
  });
  afterAll(() => browser.close());

  /** The page as a reader of a phone sees it, and whatever it asked for or complained about. */
  async function open(
    outcome: CheckOutcome,
    { lang = 'en', colorScheme = 'light' }: { lang?: 'en' | 'zh'; colorScheme?: 'light' | 'dark' } = {},
  ): Promise<{ page: Page; troubles: string[] }> {
    const file = join(await temporaryFolder(), 'report.html');
    await writeFile(file, renderCheck(outcome, { ...reading({ lang, verbose: true }), format: 'html' }));
    const page = await browser.newPage({ viewport: { width: 360, height: 740 }, colorScheme });
    const troubles: string[] = [];
    page.on('console', (message) => troubles.push(message.text()));
    page.on('dialog', (dialog) => {
      troubles.push('dialog');
      void dialog.dismiss();
    });
    const url = pathToFileURL(file).href;
    page.on('request', (request) => request.url() === url || troubles.push(request.url()));
    await page.goto(url);
    return { page, troubles };
  }

  it.each(Object.keys(samples).filter((name) => name !== '3,000 images'))(
    'loads nothing, runs nothing and fits a phone: %s',
    async (name) => {
      const { page, troubles } = await open(samples[name] ?? checkOutcome([]));
      expect(await page.evaluate('document.scripts.length + document.images.length')).toBe(0);
      expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(360);
      expect(troubles).toEqual([]);
      await page.close();
    },
  );

  it('shows one level where a reader chooses it, by keyboard too', async () => {
    const { page } = await open(sampleCheck);
    const shown = (): Promise<string> =>
      page.evaluate(
        "[...document.querySelectorAll('section')].filter((s) => s.offsetHeight).map((s) => s.className).join()",
      );
    expect(await shown()).toBe('broken,unverifiable,warn,ok');
    await page.getByLabel(/^Warnings/).check();
    expect(await shown()).toBe('warn');
    await page.keyboard.press('ArrowRight');
    expect(await shown()).toBe('ok');
    await page.getByLabel(/^All/).check();
    expect(await shown()).toBe('broken,unverifiable,warn,ok');
    await page.close();
  });

  it.each([
    ['en', 'light'],
    ['zh', 'dark'],
  ] as const)('has nothing that axe finds inaccessible (%s, %s)', async (lang, colorScheme) => {
    const { page } = await open(sampleCheck, { lang, colorScheme });
    await page.evaluate(axe.source);
    const { violations } = await page.evaluate<axe.AxeResults>('axe.run()');
    expect(violations.map(({ id, nodes }) => [id, nodes[0]?.html])).toEqual([]);
    await page.close();
  });
});
