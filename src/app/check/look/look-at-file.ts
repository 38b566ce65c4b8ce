import { readFile, stat } from 'node:fs/promises';
import { basename, dirname, isAbsolute, join, parse, relative } from 'node:path';
import { nearestName } from '../../../config/nearest-name.js';
import { hasImageExtension } from '../../../core/image-format.js';
import type { ImageLook } from '../../../core/image-look.js';
import { type Evidence, type VerdictReason, verdictOf } from '../../../core/verdict.js';
import { createSpeller } from '../../../lib/file-spelling.js';
import { errnoOf } from '../../../lib/files.js';
import { displayPath } from '../../image-identity.js';
import type { LookAtBytes } from './look-at-bytes.js';

export interface FileLookOptions {
  /** Paths in evidence are relative to it. */
  readonly cwd: string;
  readonly lookAtBytes: LookAtBytes;
  /** Larger files are not read. */
  readonly maxBytes: number;
}

/** Looks at local images. */
export interface FileLook {
  /** A file that is there, as far as this system says: the case of its name counts too, its composition doesn't: git composes it. */
  lookAt(path: string, call: { readonly signal: AbortSignal }): Promise<ImageLook>;
  /**
   * A file that is not there.
   *
   * @param candidates where it was looked for, the likeliest first
   */
  lookFor(candidates: readonly string[]): ImageLook;
}

export function createFileLook({ cwd, lookAtBytes, maxBytes }: FileLookOptions): FileLook {
  const spell = createSpeller(cwd);
  const shown = (path: string): string => displayPath(path, cwd);

  return {
    async lookAt(path, { signal }) {
      const spelling = spell(path);
      if (spelling.kind === 'other-case') return told('file-case', { found: shown(spelling.path) });
      try {
        const stats = await stat(path);
        if (!stats.isFile()) return told('file-unreadable', { code: stats.isDirectory() ? 'EISDIR' : 'not-a-file' });
        if (stats.size > maxBytes) {
          return { ...told('too-large', { bytes: stats.size, limit: maxBytes }), bytes: stats.size };
        }
        const look = await lookAtBytes(await readFile(path, { signal }), { signal });
        return isBelow(path, cwd) ? look : withoutBytes(look);
      } catch (error) {
        const code = errnoOf(error);
        if (signal.aborted || code === undefined) throw error;
        return code === 'ENOENT' ? told('file-missing', {}) : told('file-unreadable', { code });
      }
    },
    lookFor(candidates) {
      let near: string | undefined;
      for (const path of candidates) {
        const spelling = spell(path);
        if (spelling.kind === 'other-case') return told('file-case', { found: shown(spelling.path) });
        if (spelling.kind === 'other-composition') return told('file-composition', { found: formOf(spelling.path) });
        const name = spelling.kind === 'absent' ? likelyName(basename(path), spelling.siblings) : undefined;
        if (name !== undefined) near ??= shown(join(dirname(path), name));
      }
      return told('file-missing', near === undefined ? {} : { near });
    },
  };
}

function isBelow(path: string, folder: string): boolean {
  const inside = relative(folder, path);
  return !inside.startsWith('..') && !isAbsolute(inside);
}

/** A post that a stranger wrote may name any file of this machine; what is in one outside of the project is not told. */
function withoutBytes(look: ImageLook): ImageLook {
  const { firstBytes: _firstBytes, ...evidence } = look.verdict.evidence;
  return { ...look, verdict: { ...look.verdict, evidence } };
}

/** What the two spellings look like is the same. */
const formOf = (path: string): string => (path === path.normalize('NFC') ? 'NFC' : 'NFD');

/** The same picture in another format, else the name that is spelled most alike. */
function likelyName(missing: string, siblings: readonly string[]): string | undefined {
  const images = siblings.filter(hasImageExtension);
  const stem = nearestName(parse(missing).name, images.map(stemOf));
  return images.find((name) => stemOf(name) === stem);
}

const stemOf = (name: string): string => parse(name).name;

function told(reason: VerdictReason, evidence: Evidence): ImageLook {
  return { verdict: verdictOf([reason], evidence) };
}
