// Writes docs/commands.md, docs/configuration.md and their Chinese pages from the program. Build first: it reads dist/.
import { writeFileSync } from 'node:fs';
import { commandReference } from '../dist/cli/reference/command-reference.js';
import { configurationReference } from '../dist/cli/reference/configuration-reference.js';

const write = (name, text) => writeFileSync(new URL(`../docs/${name}`, import.meta.url), text);
for (const [lang, ending] of [
  ['en', '.md'],
  ['zh', '.zh.md'],
]) {
  write(`commands${ending}`, commandReference(lang));
  write(`configuration${ending}`, configurationReference(lang));
}
