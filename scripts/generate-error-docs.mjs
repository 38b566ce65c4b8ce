// Writes docs/errors.md, docs/verdicts.md, docs/cdn-findings.md and their Chinese pages from the catalogues. Build first: it reads dist/.
import { writeFileSync } from 'node:fs';
import { cdnFindingReference } from '../dist/messages/cdn-finding-reference.js';
import { errorReference } from '../dist/messages/error-reference.js';
import { verdictReference } from '../dist/messages/verdict-reference.js';

const write = (name, text) => writeFileSync(new URL(`../docs/${name}`, import.meta.url), text);
for (const [lang, ending] of [
  ['en', '.md'],
  ['zh', '.zh.md'],
]) {
  write(`errors${ending}`, errorReference(lang));
  write(`verdicts${ending}`, verdictReference(lang));
  write(`cdn-findings${ending}`, cdnFindingReference(lang));
}
