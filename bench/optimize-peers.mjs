import { execFile } from 'node:child_process';
import { rmSync } from 'node:fs';
import { mkdtemp, readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, parse } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import sharp from 'sharp';
import { loadPeer } from './load-peer.mjs';

const cli = fileURLToPath(new URL('./optimize-peers/node_modules/sharp-cli/bin/cli.js', import.meta.url));

/** Installs them, before anything is measured. */
export const installPeers = () => void loadPeer('@11ty/eleventy-img', 'optimize-peers');

/** Other tools, as their documentation has them used: what they leave alone or can't read stays. */
export const peers = {
  'sharp-cli': viaSharpCli(),
  'eleventy-img': viaEleventyImg(),
  'image-actions': viaImageActions,
};

/** One process for all pictures; a format that it can't write ends none of the others. */
function viaSharpCli() {
  let folder;
  async function convert(paths) {
    const out = await mkdtemp(join(tmpdir(), 'imgferry-bench-peer-'));
    const options = ['--animated', '--autoOrient', '-f', 'webp', '-q', '80', '-o', out];
    await promisify(execFile)(process.execPath, [cli, ...options, '-i', ...paths]).catch((error) => {
      if (typeof error.code !== 'number') throw error;
    });
    process.once('exit', () => rmSync(out, { recursive: true, force: true }));
    return out;
  }
  return async (_bytes, facts, { path, paths }) => {
    folder ??= convert(paths);
    const made = await readFile(join(await folder, `${parse(path).name}.webp`)).catch(() => undefined);
    return made ? { bytes: made, format: 'webp' } : { reason: 'not made', format: facts.format };
  };
}

/** Its transform's defaults, of which one format. */
function viaEleventyImg() {
  return async (_bytes, facts, { path }) => {
    const module = loadPeer('@11ty/eleventy-img', 'optimize-peers');
    const made = await (module.default ?? module)(path, { formats: ['webp'], dryRun: true }).catch(() => undefined);
    const bytes = made?.webp?.[0]?.buffer;
    return bytes ? { bytes, format: 'webp' } : { reason: 'not made', format: facts.format };
  };
}

/** What calibreapp/image-actions has in its code: what saves less than 5 % stays. */
async function viaImageActions(bytes, { format }, { path }) {
  const options = {
    jpeg: { quality: 85, progressive: false, chromaSubsampling: '4:4:4' },
    png: { quality: 80, compressionLevel: 9 },
    webp: { quality: 85, smartSubsample: true },
    avif: { quality: 75 },
  }[format];
  if (!options) return { reason: 'not touched', format };
  const made = await sharp(path)
    .toFormat(format, options)
    .toBuffer()
    .catch(() => undefined);
  return made && made.length < bytes.length * 0.95 ? { bytes: made, format } : { format };
}
