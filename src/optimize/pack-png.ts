import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';

/**
 * Packs a PNG anew with oxipng: every pixel stays, colours under full transparency too; so do all chunks.
 *
 * @param level 0 to 6, more tries each
 */
export async function packPng(png: Uint8Array, level: number): Promise<Uint8Array> {
  const { initSync, optimise } = await import('@jsquash/oxipng/codec/pkg/squoosh_oxipng.js');
  // its own loader would fetch the file, which Node can't
  const code = createRequire(import.meta.url).resolve('@jsquash/oxipng/codec/pkg/squoosh_oxipng_bg.wasm');
  initSync(await readFile(code)); // the second time it does nothing
  return optimise(png, level, false, false);
}
