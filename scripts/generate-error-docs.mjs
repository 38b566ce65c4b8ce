// Writes docs/errors.md and docs/errors.zh.md from the catalogues. Build first: it reads dist/.
import { writeFileSync } from 'node:fs';
import { errorReference } from '../dist/messages/error-reference.js';

const pages = { en: 'errors.md', zh: 'errors.zh.md' };
for (const [lang, name] of Object.entries(pages)) {
  writeFileSync(new URL(`../docs/${name}`, import.meta.url), errorReference(lang));
}
