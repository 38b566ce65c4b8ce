import type { Candidate, Propose } from '../candidate.js';
import { isShown } from '../damage.js';
import type { ImageMemory } from '../known-bytes.js';
import type { LocalFiles } from '../local-files.js';

/** Local files that have the bytes that the image had. A name alone proves nothing. */
export function proposeLocalCopies(files: LocalFiles, memory: ImageMemory): Propose {
  return async (damage) => {
    if (isShown(damage)) return [];
    const candidates: Candidate[] = [];
    for (const bytes of memory.bytesOf(damage)) {
      for (const path of await files.withBytes(bytes)) {
        candidates.push({ proof: 'local-copy', destination: { kind: 'file', path }, bytes: [bytes.digest] });
      }
    }
    return candidates;
  };
}
