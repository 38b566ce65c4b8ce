import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { calc_s2 as compare, initSync, new_buffer as reserve } from 'calc-s2-rust/calc_s2_rust.js';
import sharp from 'sharp';

const wasm = initSync(readFileSync(createRequire(import.meta.url).resolve('calc-s2-rust/calc_s2_rust_bg.wasm')));

/** A picture's first frame as it is seen: upright, on white and on black. */
export async function shownPixels(bytes) {
  const image = sharp(bytes).autoOrient().toColourspace('srgb');
  const { data, info } = await image.ensureAlpha().raw().toBuffer({ resolveWithObject: true });
  const isOpaque = data.every((value, at) => at % 4 !== 3 || value === 255);
  return { ...info, backgrounds: (isOpaque ? [255] : [255, 0]).map((background) => flatten(data, background)) };
}

/** SSIMULACRA 2 of the whole picture; with transparency the worse of white and black. */
export function oracleScore(source, result) {
  if (source.width !== result.width || source.height !== result.height) return Number.NEGATIVE_INFINITY;
  const count = Math.max(source.backgrounds.length, result.backgrounds.length);
  return Math.min(...Array.from({ length: count }, (_, index) => compareOn(source, result, index)));
}

function compareOn(source, result, index) {
  const on = ({ backgrounds }) => backgrounds[index] ?? backgrounds[0];
  if (on(source).equals(on(result))) return 100;
  for (const [name, pixels] of Object.entries({ source: on(source), result: on(result) })) {
    const at = reserve(name, pixels.length);
    new Uint8Array(wasm.memory.buffer, at, pixels.length).set(pixels);
  }
  return compare('source', 'result', source.width, source.height);
}

function flatten(pixels, background) {
  const flat = Buffer.alloc((pixels.length / 4) * 3);
  for (let from = 0, to = 0; from < pixels.length; from += 4, to += 3) {
    const alpha = pixels[from + 3];
    for (let channel = 0; channel < 3; channel += 1) {
      flat[to + channel] = Math.round((pixels[from + channel] * alpha + background * (255 - alpha)) / 255);
    }
  }
  return flat;
}
