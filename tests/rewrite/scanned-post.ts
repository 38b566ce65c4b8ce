import type { Identity } from '../../src/core/asset.js';
import type { PlannedEdit } from '../../src/core/plan.js';
import { applyEdits } from '../../src/rewrite/apply-edits.js';
import { planEdits } from '../../src/rewrite/plan-edits.js';
import { detectSite } from '../../src/scan/resolve/detect-site.js';
import { type ScannedText, scanText } from '../../src/scan/scan-document.js';

const site = detectSite('/nowhere', { generator: 'none' });

/** Scans a text as a post that stands alone. */
export function scan(text: string, file = 'post.md'): ScannedText {
  return scanText(text, { document: file, path: `/nowhere/${file}`, site });
}

/** A text, the edits that move all of one host's images and links to another, and the text after them. */
export function moved(
  before: string,
  { from = 'old.example', to = 'https://new.example/', file = 'post.md' } = {},
): { before: string; after: string; edits: PlannedEdit[] } {
  const { references, links } = scan(before, file);
  const edits = planEdits([...references, ...links], ({ target }) => {
    if (target.kind !== 'remote' || new URL(target.url).host !== from) return undefined;
    return { identity: target.url as Identity, address: to + new URL(target.url).pathname.slice(1) };
  });
  return { before, after: applyEdits(before, edits), edits };
}
