import { writeFileSync } from 'node:fs';

/** Writes pages of docs/ that the program makes, each in both languages. `makers`: by the page's name. */
export function writePages(makers) {
  for (const [name, make] of Object.entries(makers)) {
    for (const [lang, ending] of [
      ['en', '.md'],
      ['zh', '.zh.md'],
    ]) {
      writeFileSync(new URL(`../docs/${name}${ending}`, import.meta.url), make(lang));
    }
  }
}
