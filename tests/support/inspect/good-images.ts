import type { Sharp } from 'sharp';
import { animatedGif, animatedWebp, flatPixels, noisyPixels, phoneJpeg, photoPixels, picture } from '../images.js';
import { animatedPng } from './animated-png.js';
import { type BitmapOptions, bitmap } from './bitmap.js';
import { blockyJpeg } from './blocky-jpeg.js';
import { icon, iconBitmap } from './icon.js';
import { chunkedPng, shallowPng, withOddChunks } from './odd-pngs.js';
import { svgVariants } from './svg-variants.js';

export interface GoodImage {
  readonly name: string;
  readonly type: string;
  readonly build: () => Promise<Buffer> | Buffer;
}

/** Any number of images of all kinds, every one of them whole; the same for the same random numbers. */
export function* goodImages(random: () => number): Generator<GoodImage> {
  for (let index = 0; ; index += 1) {
    const recipe = recipes[index % recipes.length];
    if (recipe === undefined) return;
    const [name, type, cook] = recipe;
    const draw = createDraw(random);
    yield { name: `${name} ${index}`, type, build: () => cook(draw) };
  }
}

/** Choices, made when an image is listed, so that building them side by side changes nothing. */
interface Draw {
  readonly width: number;
  readonly height: number;
  readonly seed: number;
  readonly pixels: typeof photoPixels;
  readonly numbers: readonly number[];
}

function createDraw(random: () => number): Draw {
  const sides = [1, 2, 3, 7, 8, 9, 15, 16, 17, 31, 33, 48, 64, 100];
  const pick = <Item>(items: readonly [Item, ...Item[]] | readonly Item[], fallback: Item): Item =>
    items[Math.floor(random() * items.length)] ?? fallback;
  const isWide = random() < 0.05;
  return {
    width: isWide ? 2000 + Math.floor(random() * 3000) : pick(sides, 8),
    height: isWide ? 1 + Math.floor(random() * 3) : pick(sides, 8),
    seed: Math.floor(random() * 1e9),
    pixels: pick([photoPixels, flatPixels, noisyPixels], photoPixels),
    numbers: Array.from({ length: 6 }, random),
  };
}

const image = ({ width, height, seed, pixels }: Draw): Sharp => picture(pixels, { width, height, seed });

const number = ({ numbers }: Draw, index: number, least: number, most: number): number =>
  least + Math.floor((numbers[index] ?? 0) * (most - least + 1));

const isDrawn = ({ numbers }: Draw, index: number): boolean => (numbers[index] ?? 0) < 0.5;

type Recipe = readonly [name: string, type: string, cook: (draw: Draw) => Promise<Buffer> | Buffer];

const subsampling = (draw: Draw): { chromaSubsampling: string } => ({
  chromaSubsampling: isDrawn(draw, 3) ? '4:4:4' : '4:2:0',
});

const jpegs: readonly Recipe[] = [
  [
    'JPEG',
    'image/jpeg',
    (draw) =>
      image(draw)
        .jpeg({ quality: number(draw, 0, 1, 100), ...subsampling(draw) })
        .toBuffer(),
  ],
  [
    'progressive JPEG',
    'image/jpeg',
    (draw) =>
      image(draw)
        .jpeg({ quality: number(draw, 0, 20, 100), progressive: true, ...subsampling(draw) })
        .toBuffer(),
  ],
  [
    'JPEG by mozjpeg',
    'image/jpeg',
    (draw) =>
      image(draw)
        .jpeg({ quality: number(draw, 0, 30, 95), mozjpeg: true })
        .toBuffer(),
  ],
  ['JPEG without own tables', 'image/jpeg', (draw) => image(draw).jpeg({ optimiseCoding: false }).toBuffer()],
  [
    'grey JPEG',
    'image/jpeg',
    (draw) =>
      image(draw)
        .toColourspace('b-w')
        .jpeg({ progressive: isDrawn(draw, 1) })
        .toBuffer(),
  ],
  ['CMYK JPEG', 'image/jpeg', (draw) => image(draw).toColourspace('cmyk').jpeg({ quality: 80 }).toBuffer()],
  [
    'JPEG with restart markers',
    'image/jpeg',
    (draw) =>
      blockyJpeg({ columns: number(draw, 0, 1, 12), rows: number(draw, 1, 1, 9), interval: number(draw, 2, 1, 7) }),
  ],
  ['JPEG of a phone', 'image/jpeg', (draw) => phoneJpeg({ orientation: number(draw, 0, 1, 8) }, draw)],
  ['JPEG with a profile', 'image/jpeg', (draw) => image(draw).withIccProfile(profile(draw)).jpeg().toBuffer()],
  ['JPEG with bytes behind it', 'image/jpeg', async (draw) => trailed(await image(draw).jpeg().toBuffer(), draw)],
  ['JPEG with a comment', 'image/jpeg', async (draw) => commented(await image(draw).jpeg().toBuffer())],
];

const pngs: readonly Recipe[] = [
  [
    'PNG',
    'image/png',
    (draw) =>
      image(draw)
        .png({ compressionLevel: number(draw, 0, 0, 9) })
        .toBuffer(),
  ],
  ['filtered PNG', 'image/png', (draw) => image(draw).png({ adaptiveFiltering: true }).toBuffer()],
  ['interlaced PNG', 'image/png', (draw) => image(draw).png({ progressive: true }).toBuffer()],
  [
    'PNG of 16 bits',
    'image/png',
    (draw) =>
      image(draw)
        .toColourspace('rgb16')
        .png({ progressive: isDrawn(draw, 0) })
        .toBuffer(),
  ],
  [
    'grey PNG',
    'image/png',
    (draw) =>
      image(draw)
        .toColourspace(isDrawn(draw, 0) ? 'b-w' : 'grey16')
        .png()
        .toBuffer(),
  ],
  [
    'PNG with transparency',
    'image/png',
    (draw) =>
      image(draw)
        .ensureAlpha(draw.numbers[0] ?? 1)
        .png()
        .toBuffer(),
  ],
  [
    'PNG with a palette',
    'image/png',
    (draw) =>
      image(draw)
        .png({ palette: true, colours: number(draw, 0, 2, 256), progressive: isDrawn(draw, 1) })
        .toBuffer(),
  ],
  ['PNG with a profile', 'image/png', (draw) => image(draw).withIccProfile(profile(draw)).png().toBuffer()],
  [
    'PNG turned by EXIF',
    'image/png',
    (draw) =>
      image(draw)
        .withMetadata({ orientation: number(draw, 0, 1, 8) })
        .png()
        .toBuffer(),
  ],
  ['PNG with odd chunks', 'image/png', async (draw) => withOddChunks(await image(draw).png().toBuffer())],
  ['PNG in many chunks', 'image/png', (draw) => chunkedPng(draw)],
  ['PNG of few bits', 'image/png', (draw) => shallowPng(draw)],
  ['PNG with bytes behind it', 'image/png', async (draw) => trailed(await image(draw).png().toBuffer(), draw)],
  [
    'animated PNG',
    'image/png',
    async (draw) => {
      const frames = Array.from({ length: number(draw, 0, 1, 5) }, (_, index) =>
        image({ ...draw, seed: draw.seed + index })
          .png()
          .toBuffer(),
      );
      return animatedPng(await Promise.all(frames));
    },
  ],
];

const animations: readonly Recipe[] = [
  [
    'GIF',
    'image/gif',
    (draw) =>
      image(draw)
        .gif({ progressive: isDrawn(draw, 0), colours: number(draw, 1, 2, 256) })
        .toBuffer(),
  ],
  [
    'GIF with transparency',
    'image/gif',
    (draw) =>
      image(draw)
        .ensureAlpha(draw.numbers[0] ?? 0)
        .gif()
        .toBuffer(),
  ],
  ['animated GIF', 'image/gif', (draw) => animatedGif({ frames: number(draw, 0, 2, 6), loop: number(draw, 1, 0, 3) })],
  ['GIF with bytes behind it', 'image/gif', async (draw) => trailed(await image(draw).gif().toBuffer(), draw)],
  [
    'WebP',
    'image/webp',
    (draw) =>
      image(draw)
        .webp({ quality: number(draw, 0, 1, 100), effort: number(draw, 1, 0, 3) })
        .toBuffer(),
  ],
  [
    'lossless WebP',
    'image/webp',
    (draw) =>
      image(draw)
        .webp({ lossless: true, effort: number(draw, 1, 0, 4) })
        .toBuffer(),
  ],
  ['near-lossless WebP', 'image/webp', (draw) => image(draw).webp({ nearLossless: true, quality: 60 }).toBuffer()],
  [
    'WebP with transparency',
    'image/webp',
    (draw) =>
      image(draw)
        .ensureAlpha(draw.numbers[0] ?? 0)
        .webp({ lossless: isDrawn(draw, 1) })
        .toBuffer(),
  ],
  ['WebP with a profile', 'image/webp', (draw) => image(draw).withIccProfile(profile(draw)).webp().toBuffer()],
  [
    'WebP turned by EXIF',
    'image/webp',
    (draw) =>
      image(draw)
        .withMetadata({ orientation: number(draw, 0, 1, 8) })
        .webp()
        .toBuffer(),
  ],
  [
    'animated WebP',
    'image/webp',
    (draw) => animatedWebp({ frames: number(draw, 0, 2, 5), loop: number(draw, 1, 0, 3) }),
  ],
  ['WebP with bytes behind it', 'image/webp', async (draw) => trailed(await image(draw).webp().toBuffer(), draw)],
  [
    'AVIF',
    'image/avif',
    (draw) =>
      image(small(draw))
        .avif({ effort: 0, quality: number(draw, 0, 10, 90), ...subsampling(draw) })
        .toBuffer(),
  ],
  [
    'AVIF with transparency',
    'image/avif',
    (draw) => image(small(draw)).ensureAlpha(0.5).avif({ effort: 0 }).toBuffer(),
  ],
  ['lossless AVIF', 'image/avif', (draw) => image(small(draw)).avif({ effort: 0, lossless: true }).toBuffer()],
];

const bitmaps: readonly Recipe[] = [
  ...bitmapKinds().map(
    (options): Recipe => [
      `BMP ${JSON.stringify(options)}`,
      'image/bmp',
      ({ width, height }) => bitmap({ ...options, width, height }),
    ],
  ),
  ['BMP with bytes behind it', 'image/bmp', (draw) => trailed(bitmap({ bits: 24 }), draw)],
  ['icon of a bitmap', 'image/x-icon', (draw) => icon([iconBitmap(number(draw, 0, 1, 64), iconDepth(draw))])],
  [
    'icon of many bitmaps',
    'image/x-icon',
    (draw) => icon([16, 24, 32, 48].map((side) => iconBitmap(side, iconDepth(draw)))),
  ],
  [
    'icon of PNGs',
    'image/x-icon',
    async (draw) => {
      const sides = [16, number(draw, 0, 33, 256)];
      return icon(await Promise.all(sides.map(async (side) => ({ side, bytes: await squarePng(draw, side) }))));
    },
  ],
  [
    'icon of both',
    'image/x-icon',
    async (draw) => icon([iconBitmap(16), { side: 256, bytes: await squarePng(draw, 256) }]),
  ],
];

const drawings: readonly Recipe[] = Object.entries(svgVariants).map(([name, bytes]) => [
  `SVG ${name}`,
  'image/svg+xml',
  () => bytes,
]);

const recipes: readonly Recipe[] = [...jpegs, ...pngs, ...animations, ...bitmaps, ...drawings];

function bitmapKinds(): readonly BitmapOptions[] {
  return [
    { bits: 1 },
    { bits: 4 },
    { bits: 8 },
    { bits: 16 },
    { bits: 24 },
    { bits: 32 },
    { bits: 4, isPacked: true },
    { bits: 8, isPacked: true },
    { bits: 16, hasMasks: true },
    { bits: 32, hasMasks: true },
    { bits: 24, isTopDown: true },
    { bits: 8, isTopDown: true },
    { bits: 24, header: 12 },
    { bits: 8, header: 12 },
    { bits: 32, header: 108, hasMasks: true },
    { bits: 24, header: 124 },
    { bits: 32, header: 124, hasMasks: true },
  ];
}

/** AV1 costs time. */
const small = (draw: Draw): Draw => ({ ...draw, width: Math.min(draw.width, 64), height: Math.min(draw.height, 64) });

const profile = (draw: Draw): string => (isDrawn(draw, 5) ? 'p3' : 'srgb');

const iconDepth = (draw: Draw): 1 | 4 | 8 | 24 | 32 => ([1, 4, 8, 24, 32] as const)[number(draw, 1, 0, 4)] ?? 32;

const squarePng = (draw: Draw, side: number): Promise<Buffer> =>
  image({ ...draw, width: side, height: side })
    .ensureAlpha(0.9)
    .png()
    .toBuffer();

/** What servers and programs hang on: a line end, a cache's comment, another image, zeros. */
function trailed(bytes: Buffer, draw: Draw): Buffer {
  const tails = [Buffer.from('\n'), Buffer.from('\r\n'), Buffer.from('<!-- cached -->'), bytes, Buffer.alloc(500)];
  return Buffer.concat([bytes, tails[number(draw, 4, 0, tails.length - 1)] ?? bytes]);
}

/** ITU-T T.81, B.2.4.5; and fill bytes before the next marker (B.1.1.2). */
const commented = (bytes: Buffer): Buffer =>
  Buffer.concat([bytes.subarray(0, 2), Buffer.from('fffe000748c3a96c6cffff', 'hex').subarray(0, 9), bytes.subarray(2)]);
