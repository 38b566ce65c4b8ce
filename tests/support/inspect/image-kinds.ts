import type { Sharp } from 'sharp';
import { animatedGif, animatedWebp, flatPixels, flatPng, photoPixels, picture } from '../images.js';
import { animatedPng } from './animated-png.js';
import { bitmap } from './bitmap.js';
import { blockyJpeg } from './blocky-jpeg.js';
import type { ServedFile } from './chromium-judge.js';
import { icon, iconBitmap } from './icon.js';

const size = { width: 96, height: 64 };
const photo = (): Sharp => picture(photoPixels, size);
const flat = (seed = 1): Sharp => picture(flatPixels, { ...size, seed });

type Build = () => Promise<Buffer> | Buffer;

/** One file of each kind of image that browsers show: what it is, its Content-Type, how to make it. */
const kinds: readonly (readonly [string, string, Build])[] = [
  ['JPEG', 'image/jpeg', () => photo().jpeg({ quality: 85 }).toBuffer()],
  ['progressive JPEG', 'image/jpeg', () => photo().jpeg({ progressive: true, chromaSubsampling: '4:4:4' }).toBuffer()],
  ['CMYK JPEG', 'image/jpeg', () => photo().toColourspace('cmyk').jpeg().toBuffer()],
  ['grey JPEG', 'image/jpeg', () => photo().toColourspace('b-w').jpeg().toBuffer()],
  ['JPEG with restart markers', 'image/jpeg', () => blockyJpeg()],
  ['JPEG with a profile', 'image/jpeg', () => photo().withIccProfile('p3').jpeg().toBuffer()],
  ['PNG', 'image/png', () => photo().png().toBuffer()],
  ['flat PNG', 'image/png', () => flat().png().toBuffer()],
  ['PNG of 16 bits', 'image/png', () => photo().toColourspace('rgb16').png().toBuffer()],
  ['PNG with a palette', 'image/png', () => flat().png({ palette: true, colours: 16 }).toBuffer()],
  ['PNG with transparency', 'image/png', () => flat().ensureAlpha(0.5).png().toBuffer()],
  ['PNG with a transparent palette', 'image/png', () => flat().ensureAlpha(0.5).png({ palette: true }).toBuffer()],
  ['grey PNG', 'image/png', () => photo().toColourspace('b-w').png().toBuffer()],
  ['interlaced PNG', 'image/png', () => photo().png({ progressive: true }).toBuffer()],
  [
    'animated PNG',
    'image/png',
    async () => animatedPng(await Promise.all([1, 2, 3].map((seed) => flat(seed).png().toBuffer()))),
  ],
  ['GIF', 'image/gif', () => photo().gif().toBuffer()],
  ['interlaced GIF', 'image/gif', () => flat().gif({ progressive: true }).toBuffer()],
  ['animated GIF', 'image/gif', () => animatedGif()],
  ['lossy WebP', 'image/webp', () => photo().webp().toBuffer()],
  ['lossless WebP', 'image/webp', () => photo().webp({ lossless: true }).toBuffer()],
  ['lossy WebP with transparency', 'image/webp', () => flat().ensureAlpha(0.5).webp().toBuffer()],
  ['WebP with a profile', 'image/webp', () => photo().withIccProfile('p3').webp().toBuffer()],
  ['animated WebP', 'image/webp', () => animatedWebp()],
  ['AVIF', 'image/avif', () => photo().avif({ effort: 0 }).toBuffer()],
  ['AVIF with transparency', 'image/avif', () => photo().ensureAlpha(0.5).avif({ effort: 0 }).toBuffer()],
  ['SVG', 'image/svg+xml', () => drawing],
  ['BMP', 'image/bmp', () => bitmap()],
  ['BMP of 8 bits', 'image/bmp', () => bitmap({ bits: 8 })],
  ['packed BMP', 'image/bmp', () => bitmap({ bits: 8, isPacked: true })],
  ['icon of bitmaps', 'image/x-icon', () => icon([iconBitmap(16), iconBitmap(32)])],
  ['icon of PNGs', 'image/x-icon', async () => icon([{ side: 32, bytes: await flatPng({ width: 32, height: 32 }) }])],
];

const drawing = Buffer.from(`<?xml version="1.0" encoding="UTF-8"?>
<svg xmlns="http://www.w3.org/2000/svg" width="40" height="30" viewBox="0 0 40 30">
  <title>Zeichnung für zwei</title>
  <style>rect { fill: teal; }</style>
  <rect width="40" height="30"/>
  <g fill="orange">
    <circle cx="12" cy="14" r="9"/>
    <path d="M20 4 L38 26 L22 26 Z"/>
  </g>
</svg>
`);

export const imageKindNames: readonly string[] = kinds.map(([name]) => name);

export interface ImageKind extends ServedFile {
  readonly name: string;
  readonly bytes: Buffer;
}

export function buildImageKinds(): Promise<readonly ImageKind[]> {
  return Promise.all(kinds.map(async ([name, type, build]) => ({ name, type, bytes: await build() })));
}
