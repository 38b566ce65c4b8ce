import { chromium } from 'playwright-core';
import sharp from 'sharp';

/** What a browser shows: RGB, upright, on white. */
export interface ShownPixels {
  readonly pixels: Buffer;
  readonly width: number;
  readonly height: number;
}

export interface ChromiumPixels {
  /** Undefined for what it doesn't draw. */
  show(bytes: Uint8Array, format: string): Promise<ShownPixels | undefined>;
  close(): Promise<void>;
}

/** A browser on an sRGB screen. */
export async function openChromiumPixels(executablePath: string): Promise<ChromiumPixels> {
  const args = ['--no-sandbox', '--force-color-profile=srgb'];
  const browser = await chromium.launch({ executablePath, args });
  const page = await browser.newPage();
  return {
    async show(bytes, format) {
      const address = `data:image/${format};base64,${Buffer.from(bytes).toString('base64')}`;
      const drawn: unknown = await page.evaluate(`(${draw})(${JSON.stringify(address)})`);
      if (typeof drawn !== 'string') return undefined;
      const png = sharp(Buffer.from(drawn.slice(drawn.indexOf(',') + 1), 'base64')).removeAlpha();
      const { data, info } = await png.raw().toBuffer({ resolveWithObject: true });
      return { pixels: data, width: info.width, height: info.height };
    },
    close: () => browser.close(),
  };
}

const draw = `async (address) => {
  const image = new Image();
  image.src = address;
  try {
    await image.decode();
  } catch {
    return undefined;
  }
  const canvas = document.createElement('canvas');
  [canvas.width, canvas.height] = [image.naturalWidth, image.naturalHeight];
  const context = canvas.getContext('2d');
  context.fillStyle = '#fff';
  context.fillRect(0, 0, canvas.width, canvas.height);
  context.drawImage(image, 0, 0);
  return canvas.toDataURL('image/png');
}`;
