// node bench/optimize-page.mjs [FOLDER] [--pictures name,name] [--output FILE]: optimizes pictures of a folder with the real
// program (`auto`, `balanced`) and photographs a page of them before and after at 1:1, where they differ most, with what
// was tried and chosen. IMGFERRY_CORPUS names the folder too. Needs `npm run build` and Debian's chromium.
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, parse } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { chromium } from 'playwright-core';
import sharp from 'sharp';
import { oracleScore, shownPixels } from './optimize-oracle.mjs';
import { pageOf } from './optimize-page-markup.mjs';
import { listPictures } from './optimize-pictures.mjs';

console.log = () => {}; // the other implementation of the score talks
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { pictures: { type: 'string' }, output: { type: 'string', default: 'before-and-after.webp' } },
});
const folder = positionals[0] ?? process.env.IMGFERRY_CORPUS;
if (folder === undefined) throw new Error('name a folder of pictures, as an argument or in IMGFERRY_CORPUS');
const names = values.pictures?.split(',') ?? (await listPictures(folder, 1)).slice(0, 8).map(({ name }) => name);
const program = fileURLToPath(new URL('../bin/imgferry.js', import.meta.url));
const ways = ['--image-format', 'auto', '--effort', 'balanced', '--format', 'json'];
const crop = { width: 316, height: 200 };

const work = mkdtempSync(join(tmpdir(), 'imgferry-bench-page-'));
try {
  for (const place of ['before', 'after']) {
    mkdirSync(join(work, place));
    for (const name of names) writeFileSync(join(work, place, name), readFileSync(join(folder, name)));
  }
  imgferry('optimize', 'after', ...ways, '--keep-originals', 'originals', '--write');
  const pictures = [];
  for (const name of names) pictures.push(await lookAt(name));
  writeFileSync(join(work, 'page.html'), pageOf(pictures, crop));
  await photograph(join(work, 'page.html'), values.output);
} finally {
  rmSync(work, { recursive: true, force: true });
}

function imgferry(...args) {
  return execFileSync(process.execPath, [program, ...args], {
    cwd: work,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
  });
}

async function lookAt(name) {
  const explanation = JSON.parse(imgferry('explain', join('before', name), ...ways));
  const after = readdirSync(join(work, 'after')).find((file) => parse(file).name === parse(name).name);
  const [source, result] = [join('before', name), join('after', after)];
  const [one, other] = await Promise.all(
    [source, result].map(async (file) => shownPixels(readFileSync(join(work, file)))),
  );
  return { name, source, result, explanation, judged: oracleScore(one, other), at: whereTheyDifferMost(one, other) };
}

/** The left upper corner of the piece with the largest sum of squared differences, as seen on white. */
function whereTheyDifferMost({ width, height, backgrounds: [one] }, { backgrounds: [other] }) {
  const step = 20;
  let worst = { error: -1, left: 0, top: 0 };
  for (let top = 0; top <= Math.max(0, height - crop.height); top += step) {
    for (let left = 0; left <= Math.max(0, width - crop.width); left += step) {
      let error = 0;
      for (let y = top; y < Math.min(height, top + crop.height); y += 1) {
        for (let at = (y * width + left) * 3; at < (y * width + Math.min(width, left + crop.width)) * 3; at += 1) {
          error += (one[at] - other[at]) ** 2;
        }
      }
      if (error > worst.error) worst = { error, left, top };
    }
  }
  return worst;
}

async function photograph(page, output) {
  const browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox'] });
  try {
    const opened = await browser.newPage({ viewport: { width: 1320, height: 900 } });
    await opened.goto(pathToFileURL(page).href);
    await opened.evaluate('Promise.all([...document.images].map((image) => image.decode()))');
    await sharp(await opened.screenshot({ fullPage: true }))
      .webp({ quality: 96, smartSubsample: true, effort: 6 })
      .toFile(output);
  } finally {
    await browser.close();
  }
}
