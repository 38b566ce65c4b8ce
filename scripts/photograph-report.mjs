// Makes the pictures of docs/report.md: a run of the real program on the posts of examples/, whose pictures are served
// on loopback, and its page in Chromium. To be run after `npm run build`, when the page looks different.
import { spawn } from 'node:child_process';
import { appendFileSync, cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { chromium } from 'playwright-core';
import sharp from 'sharp';
import { servePictures } from './serve-pictures.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'imgferry-photograph-'));
const { origin, close } = await servePictures(join(root, 'examples/pictures'));
const browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox'] });
try {
  cpSync(join(root, 'examples'), folder, { recursive: true });
  writeFileSync(join(folder, 'imgferry.config.yaml'), `remap: ["https://old-images.example.com/=${origin}/"]\n`);
  const network = ['--allow-host', new URL(origin).host];
  const target = ['--to', 'file:bucket', '--public-url', 'https://img.example.com/', '--effort', 'balanced'];
  await imgferry(['migrate', 'posts', ...target, ...network, '--write']);
  appendFileSync(join(folder, 'posts/html-and-sizes.md'), '\nWritten later.\n');

  await imgferry(['report', '--fetch', ...network, '--output', 'en.html']);
  await imgferry(['report', '--fetch', ...network, '--output', 'zh.html', '--lang', 'zh']);
  await photograph('en.html', 'report', {});
  await photograph('zh.html', 'report-zh-dark', { colorScheme: 'dark' });
  await photograph('en.html', 'report-compare', {}, async (page) => {
    await page
      .getByRole('button', { name: /^Compare/ })
      .first()
      .click();
    for (let press = 0; press < 8; press++) await page.keyboard.press('ArrowRight');
  });
} finally {
  await browser.close();
  await close();
  rmSync(folder, { recursive: true, force: true });
}

async function photograph(page, name, options, act = async () => {}) {
  const opened = await browser.newPage({ viewport: { width: 1120, height: 900 }, ...options });
  await opened.goto(pathToFileURL(join(folder, page)).href);
  await act(opened);
  const picture = await opened.screenshot();
  await sharp(picture)
    .webp({ quality: 82, effort: 6 })
    .toFile(join(root, 'docs/images', `${name}.webp`));
  await opened.close();
}

/** The server answers meanwhile. 1 (some images need you) is an answer. */
function imgferry(args) {
  return new Promise((done, fail) => {
    const child = spawn(process.execPath, [join(root, 'bin/imgferry.js'), ...args, '--quiet'], { cwd: folder });
    child.stderr.pipe(process.stderr);
    child.on('error', fail);
    child.on('close', (code) => (code === 0 || code === 1 ? done() : fail(new Error(`imgferry ended with ${code}`))));
  });
}
