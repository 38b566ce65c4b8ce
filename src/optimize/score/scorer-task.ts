import { comparePixels, type PixelComparison, type PixelPair } from './compare-pixels.js';
import { packPng } from './pack-png.js';

/** Work that keeps a core busy in JavaScript or WebAssembly. */
export type ScorerTask =
  | { readonly kind: 'compare'; readonly pair: PixelPair }
  | { readonly kind: 'pack-png'; readonly png: Uint8Array; readonly level: number };

export type ScorerResult =
  | { readonly kind: 'compare'; readonly comparison: PixelComparison }
  | { readonly kind: 'pack-png'; readonly png: Uint8Array };

export async function runTask(task: ScorerTask): Promise<ScorerResult> {
  return task.kind === 'compare'
    ? { kind: 'compare', comparison: comparePixels(task.pair) }
    : { kind: 'pack-png', png: await packPng(task.png, task.level) };
}
