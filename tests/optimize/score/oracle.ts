import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { calc_s2 as compare, initSync, new_buffer as reserve } from 'calc-s2-rust/calc_s2_rust.js';
import type { RgbPixels } from '../../../src/optimize/score/ssimulacra2.js';

const wasm = initSync(readFileSync(createRequire(import.meta.url).resolve('calc-s2-rust/calc_s2_rust_bg.wasm')));

/** SSIMULACRA 2.0 by an implementation that shares nothing with ours; 8 x 8 pixels at least. */
export function oracleScore(source: RgbPixels, result: RgbPixels): number {
  for (const [name, { pixels }] of Object.entries({ source, result })) {
    const at = reserve(name, pixels.length);
    new Uint8Array(wasm.memory.buffer, at, pixels.length).set(pixels);
  }
  return compare('source', 'result', source.width, source.height);
}
