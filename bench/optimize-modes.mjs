import sharp from 'sharp';
import { oracleScore, shownPixels } from './optimize-oracle.mjs';
import { peers } from './optimize-peers.mjs';
import { scripts } from './optimize-scripts.mjs';

/** Ways to make a picture smaller: `(bytes, facts, tools) => {bytes, format, reason}`; no bytes: it is kept. */
const ours =
  (imageFormat, effort) =>
  (_bytes, _facts, { path, prepare }) =>
    prepare(path, { optimize: 'auto', imageFormat, effort, target: 80, allowFormats: [], metadata: 'copyright' });

const modes = {
  'WebP 80 for all': async (bytes, { pages }) => ({
    bytes: await sharp(bytes, { animated: pages > 1 })
      .rotate()
      .webp({ quality: 80 })
      .toBuffer(),
    format: 'webp',
  }),
  ...scripts,
  ...peers,
  'full search': searchFully,
  'auto fast': ours('auto', 'fast'),
  'auto balanced': ours('auto', 'balanced'),
  'auto smallest': ours('auto', 'smallest'),
  'keep fast': ours('keep', 'fast'),
  'keep balanced': ours('keep', 'balanced'),
  'keep smallest': ours('keep', 'smallest'),
};

export const modeNames = Object.keys(modes);
export const modeNamed = (name) => modes[name];

/** The smallest AVIF that the whole metric gives 80, by halving; what is drawn nearly without loss. */
async function searchFully(bytes, facts, { look }) {
  if (facts.isLossy && facts.format !== 'jpeg') return { reason: 'lossy-source', format: facts.format };
  const source = await shownPixels(bytes);
  if (!facts.isLossy && (await look(bytes, facts)) === 'flat') {
    const near = await sharp(bytes).rotate().webp({ nearLossless: true, quality: 60 }).toBuffer();
    return near.length < bytes.length * 0.9 ? { bytes: near, format: 'webp' } : { format: facts.format };
  }
  let [low, high, best] = [40, 96, undefined];
  while (low < high) {
    const quality = (low + high) >> 1;
    const encoded = await sharp(bytes).rotate().avif({ quality, effort: 2, chromaSubsampling: '4:4:4' }).toBuffer();
    const score = await oracleScore(source, await shownPixels(encoded));
    if (score >= 80) [high, best] = [quality, encoded];
    else low = quality + 1;
  }
  return best && best.length < bytes.length * 0.9 ? { bytes: best, format: 'avif' } : { format: facts.format };
}
