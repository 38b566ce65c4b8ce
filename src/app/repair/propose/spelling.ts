import { resolve } from 'node:path';
import type { Propose } from '../candidate.js';

/** The file that has the name but for the case of its letters. */
export function proposeSpelling({ cwd }: { readonly cwd: string }): Propose {
  return async ({ checked: { reasons, evidence } }) => {
    const { found } = evidence;
    if (!reasons.includes('file-case') || typeof found !== 'string') return [];
    return [{ proof: 'letter-case', destination: { kind: 'spelling', path: resolve(cwd, found) }, bytes: [] }];
  };
}
