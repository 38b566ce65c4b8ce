import { mkdirSync, writeFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { glob } from 'tinyglobby';

/**
 * Writes posts out of real Markdown: sections of the documents below `sources`, in turn, some 10 kB to a post, with a
 * front matter and three images in front, in folders by year and month as blogs have them.
 *
 * @returns {Promise<number>} bytes in all
 */
export async function makePosts(folder, { count, sources }) {
  const sections = await readSections(sources);
  let next = 0;
  let bytes = 0;
  for (let post = 0; post < count; post += 1) {
    const parts = [frontMatter(post)];
    for (let size = 0; size < 10_000; next += 1) {
      const section = sections[next % sections.length];
      parts.push(section);
      size += section.length;
    }
    const text = parts.join('\n');
    const place = join(folder, String(2000 + (post % 25)), String((post % 12) + 1).padStart(2, '0'));
    mkdirSync(place, { recursive: true });
    writeFileSync(join(place, `post-${post}.md`), text);
    bytes += Buffer.byteLength(text);
  }
  return bytes;
}

function frontMatter(post) {
  const image = (name) => `https://img.example.com/${post}/${name}`;
  return `---\ntitle: Post ${post}\ndate: 2024-05-01\ncover: ${image('cover.jpg')}\ntags: [a, b]\n---\n\n![one](${image('one.png')})\n\n<img src="${image('two.png')}" width="300">\n`;
}

/** Documents cut at their headings, so that what is put together is Markdown that someone wrote. */
async function readSections(sources) {
  const sections = [];
  for (const cwd of sources)
    for (const path of (await glob('**/*.{md,markdown}', { cwd, absolute: true, dot: true })).sort())
      sections.push(...(await readFile(path, 'utf8')).split(/^(?=## )/m));
  return sections.filter((section) => section.length > 200 && section.length < 20_000);
}
