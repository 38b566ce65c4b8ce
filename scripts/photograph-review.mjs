// Makes the picture of docs/review.md: the real program on the posts of examples/, whose pictures are served on loopback,
// and its page in Chromium. To be run after `npm run build`, when the page looks different.
import { spawn } from 'node:child_process';
import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';
import sharp from 'sharp';
import { servePictures } from './serve-pictures.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'imgferry-photograph-'));
const { origin, close } = await servePictures(join(root, 'examples/pictures'));
const browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox'] });
cpSync(join(root, 'examples'), folder, { recursive: true });
writeFileSync(join(folder, 'imgferry.config.yaml'), `remap: ["https://old-images.example.com/=${origin}/"]\n`);
const target = ['--to', 'file:bucket', '--public-url', 'https://img.example.com/', '--effort', 'balanced'];
const args = ['review', 'posts', ...target, '--allow-host', new URL(origin).host];
const child = spawn(process.execPath, [join(root, 'bin/imgferry.js'), ...args], { cwd: folder });
try {
  const address = await new Promise((found) => {
    let said = '';
    child.stderr.on('data', (chunk) => {
      said += chunk;
      const [url] = /http:\/\/127\.0\.0\.1:\d+\/#[\w-]+/.exec(said) ?? [];
      if (url && said.includes(`${url} `)) found(url);
    });
  });
  const page = await browser.newPage({ viewport: { width: 1120, height: 1060 } });
  await page.goto(address);
  const row = (name) => page.locator('tr[data-k]').filter({ hasText: name });
  await row('pictures/diagram.svg').getByRole('checkbox').uncheck();
  await row('harbour').getByLabel('name').fill('2024/harbour.jpg');
  await page.keyboard.press('Tab');
  await row('harbour').getByRole('link', { name: '2024/harbour.jpg' }).waitFor();
  for (const one of await page.locator('tr[data-k]').all()) await one.scrollIntoViewIfNeeded();
  await page.locator('.wait').waitFor({ state: 'detached' });
  await page.evaluate('scrollTo(0, 330)');
  await page.evaluate('new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))');
  await sharp(await page.screenshot())
    .webp({ quality: 82, effort: 6 })
    .toFile(join(root, 'docs/images/review.webp'));
} finally {
  child.kill('SIGINT');
  await browser.close();
  await close();
  rmSync(folder, { recursive: true, force: true });
}
