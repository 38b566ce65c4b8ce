import sharp, { type JpegOptions, type OutputInfo, type Sharp } from 'sharp';

/** Builders of test images: made here, small, the same bytes for the same arguments. */

export interface PictureSize {
  readonly width?: number;
  readonly height?: number;
  readonly seed?: number;
}

/** Raw RGB like a photograph: soft gradients, some edges, a little grain. */
export function photoPixels({ width = 320, height = 240, seed = 1 }: PictureSize = {}): Buffer {
  const random = createRandom(seed);
  const waves = Array.from({ length: 6 }, () => ({ x: random() * 0.06, y: random() * 0.06, phase: random() * 6 }));
  const pixels = Buffer.alloc(width * height * 3);
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) {
      const at = (y * width + x) * 3;
      for (let channel = 0; channel < 3; channel += 1) {
        const [first, second] = [waves[channel], waves[channel + 3]];
        const soft = first && second ? Math.sin(x * first.x + y * first.y + first.phase) + Math.cos(y * second.x) : 0;
        const edge = x * 3 > width + y ? 30 : 0;
        pixels[at + channel] = Math.max(0, Math.min(255, 110 + soft * 50 + edge + random() * 12));
      }
    }
  }
  return pixels;
}

/** Raw RGB like a screenshot: a few colours in rectangles. */
export function flatPixels({ width = 320, height = 240, seed = 1 }: PictureSize = {}): Buffer {
  const random = createRandom(seed);
  const colour = (): readonly number[] => [random() * 255, random() * 255, random() * 255];
  const pixels = Buffer.alloc(width * height * 3, 240);
  for (let box = 0; box < 12; box += 1) {
    const [left, top, fill] = [Math.floor(random() * width), Math.floor(random() * height), colour()];
    for (let y = top; y < Math.min(height, top + 40); y += 1) {
      for (let x = left; x < Math.min(width, left + 60); x += 1) pixels.set(fill, (y * width + x) * 3);
    }
  }
  return pixels;
}

/** Raw RGB without any order: what no encoder makes small. */
export function noisyPixels({ width = 320, height = 240, seed = 1 }: PictureSize = {}): Buffer {
  const random = createRandom(seed);
  const pixels = Buffer.alloc(width * height * 3);
  for (let at = 0; at < pixels.length; at += 1) pixels[at] = random() * 256;
  return pixels;
}

/** Pixels for an encoder of sharp's. */
export function picture(
  pixels: (size: PictureSize) => Buffer = photoPixels,
  { width = 320, height = 240, seed = 1 }: PictureSize = {},
): Sharp {
  return sharp(pixels({ width, height, seed }), { raw: { width, height, channels: 3 } });
}

/** A JPEG as a camera or a phone makes it. */
export const photoJpeg = (size: PictureSize = {}, options: JpegOptions = { quality: 95 }): Promise<Buffer> =>
  picture(photoPixels, size).jpeg(options).toBuffer();

/** A PNG as a tool makes it that does not try hard. */
export const flatPng = (size: PictureSize = {}): Promise<Buffer> =>
  picture(flatPixels, size).png({ compressionLevel: 1 }).toBuffer();

export interface PhoneTags {
  readonly orientation?: number;
  readonly copyright?: string;
}

/** A JPEG with a place, a camera, a copyright and, by default, lying on its side. */
export function phoneJpeg(
  { orientation = 6, copyright = 'Someone' }: PhoneTags = {},
  size: PictureSize = {},
  options: JpegOptions = { quality: 95 },
): Promise<Buffer> {
  return picture(photoPixels, size)
    .withExif({
      IFD0: { Make: 'TestCamera', Model: 'Serial 12345', Copyright: copyright, Artist: 'Photographer' },
      IFD3: {
        GPSLatitudeRef: 'N',
        GPSLatitude: '51/1 30/1 3230/100',
        GPSLongitudeRef: 'W',
        GPSLongitude: '0/1 7/1 4366/100',
      },
    })
    .withMetadata({ orientation })
    .jpeg(options)
    .toBuffer();
}

export interface AnimationOptions {
  readonly frames?: number;
  /** ms a frame. */
  readonly delay?: readonly number[];
  /** Rounds, 0 for ever. */
  readonly loop?: number;
}

async function animation({ frames = 4 }: AnimationOptions): Promise<Sharp> {
  const stills = Array.from({ length: frames }, (_, index) =>
    picture(photoPixels, { width: 96, height: 64, seed: index + 1 })
      .png()
      .toBuffer(),
  );
  return sharp(await Promise.all(stills), { join: { animated: true } });
}

export async function animatedGif(options: AnimationOptions = {}): Promise<Buffer> {
  const { frames = 4, delay = Array.from({ length: frames }, (_, index) => 50 + index * 40), loop = 0 } = options;
  return (await animation(options)).gif({ delay: [...delay], loop }).toBuffer();
}

export async function animatedWebp(options: AnimationOptions = {}): Promise<Buffer> {
  const { frames = 4, delay = Array.from({ length: frames }, (_, index) => 50 + index * 40), loop = 0 } = options;
  return (await animation(options)).webp({ delay: [...delay], loop }).toBuffer();
}

/** The first part of a file, as a broken transfer leaves it; `share` from 0 to 1. */
export const cut = (bytes: Buffer, share: number): Buffer => bytes.subarray(0, Math.floor(bytes.length * share));

export const svg = (inner = '<rect width="8" height="8" fill="red"/>'): Buffer =>
  Buffer.from(`<svg xmlns="http://www.w3.org/2000/svg" width="8" height="8">${inner}</svg>`);

/** Whether two files show the same, to the last bit of every pixel. */
export async function haveSamePixels(left: Buffer, right: Buffer): Promise<boolean> {
  const [one, other] = await Promise.all([decode(left), decode(right)]);
  const isSameShape = one.info.width === other.info.width && one.info.height === other.info.height;
  return isSameShape && one.data.equals(other.data);
}

const decode = (bytes: Buffer): Promise<{ data: Buffer; info: OutputInfo }> =>
  sharp(bytes).autoOrient().keepIccProfile().ensureAlpha().raw().toBuffer({ resolveWithObject: true });

/** Mulberry32: numbers from 0 to 1 that a seed repeats. */
function createRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
