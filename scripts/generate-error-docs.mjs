// Writes docs/errors.md, docs/verdicts.md and their Chinese pages from the catalogues. Build first: it reads dist/.
import { writeFileSync } from 'node:fs';
import { errorReference } from '../dist/messages/error-reference.js';
import { verdictReference } from '../dist/messages/verdict-reference.js';

const write = (name, text) => writeFileSync(new URL(`../docs/${name}`, import.meta.url), text);
for (const [lang, ending] of [
  ['en', '.md'],
  ['zh', '.zh.md'],
]) {
  write(`errors${ending}`, errorReference(lang));
  write(`verdicts${ending}`, verdictReference(lang));
}
