import sharp from 'sharp';

export interface PictureRequest {
  /** Another seed, other pixels. */
  readonly seed: number;
  /** 320 by default. */
  readonly width?: number;
  /** 240 by default. */
  readonly height?: number;
  /** `png` by default. */
  readonly format?: 'png' | 'jpeg' | 'webp' | 'gif' | 'avif';
  /** 1 to 100, for the lossy formats; 90 by default. */
  readonly quality?: number;
}

export interface DrawnPicture {
  readonly bytes: Buffer;
  readonly contentType: string;
}

const drawn = new Map<string, Promise<DrawnPicture>>();

/** A picture like a photo (gradients with a little grain), the same for the same request; drawn once. */
export function drawPicture(request: PictureRequest): Promise<DrawnPicture> {
  const id = JSON.stringify(request);
  const known = drawn.get(id) ?? draw(request);
  drawn.set(id, known);
  return known;
}

async function draw({
  seed,
  width = 320,
  height = 240,
  format = 'png',
  quality = 90,
}: PictureRequest): Promise<DrawnPicture> {
  const pixels = Buffer.alloc(width * height * 3);
  const next = createRandom(seed);
  const [red, green, blue, grain] = [next() * 255, next() * 255, next() * 255, 4 + next() * 12];
  for (let y = 0, at = 0; y < height; y++) {
    for (let x = 0; x < width; x++, at += 3) {
      const noise = (next() - 0.5) * grain;
      pixels[at] = clamp(red + (x / width) * 120 - 60 + noise);
      pixels[at + 1] = clamp(green + (y / height) * 120 - 60 + noise);
      pixels[at + 2] = clamp(blue + ((x + y) / (width + height)) * 120 - 60 + noise);
    }
  }
  const image = sharp(pixels, { raw: { width, height, channels: 3 } });
  const bytes = await image.toFormat(format, format === 'png' || format === 'gif' ? {} : { quality }).toBuffer();
  return { bytes, contentType: `image/${format}` };
}

function clamp(value: number): number {
  return Math.max(0, Math.min(255, Math.round(value)));
}

/** Mulberry32. */
function createRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}
