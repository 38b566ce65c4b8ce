// A site for the main job: posts of four kinds that name images of an old host, and what they should be afterwards.
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

export const oldBase = 'https://old.example.com/';
export const newBase = 'https://img.example.com/';

/** What a post says of its first image besides showing it; none of it may change. */
const kinds = [
  () => 'Nothing else.',
  (url) => `Written like this:\n\n\`\`\`markdown\n![a picture](${url})\n\`\`\``,
  (url) => `It was at \`${url}\` before.`,
  (url) => `<!-- ![an older draft](${url}) -->`,
];

/** Writes posts of `perPost` images each; gives how many. */
export function writePosts(folder, names, perPost = 10) {
  mkdirSync(folder, { recursive: true });
  const count = Math.ceil(names.length / perPost);
  for (let post = 0; post < count; post += 1)
    writeFileSync(
      join(folder, nameOf(post)),
      textOf(post, imagesOf(post, names, perPost), (name) => oldBase + name),
    );
  return count;
}

/**
 * How many posts are not what they should be: each image shown from the new host, from a file that is there, every other
 * character as it was.
 */
export function countDamaged(folder, store, names, perPost = 10) {
  const stored = new Set(readdirSync(store, { recursive: true }).map((path) => path.replaceAll('\\', '/')));
  const damaged = Array.from({ length: Math.ceil(names.length / perPost) }, (_, post) => {
    const text = readFileSync(join(folder, nameOf(post)), 'utf8');
    const images = imagesOf(post, names, perPost);
    const shown = [...text.matchAll(/^!\[.*\]\((.*)\)$/gm)]
      .map(([, url]) => url)
      .filter((url) => url.startsWith(newBase));
    const urls = new Map(images.map((name, at) => [name, shown.at(at - images.length)]));
    const isThere = [...urls.values()].every((url) => url !== undefined && stored.has(url.slice(newBase.length)));
    return !isThere || text !== textOf(post, images, (name) => urls.get(name));
  });
  return damaged.filter(Boolean).length;
}

const nameOf = (post) => `post-${String(post).padStart(5, '0')}.md`;

const imagesOf = (post, names, perPost) => names.slice(post * perPost, (post + 1) * perPost);

function textOf(post, images, addressOf) {
  const aside = kinds[post % kinds.length](oldBase + images[0]);
  const shown = images.map((name) => `Some words about it.\n\n![${name}](${addressOf(name)})\n`);
  return `---\ntitle: Post ${post}\ndate: 2024-05-0${(post % 9) + 1}\n---\n\n${aside}\n\n${shown.join('\n')}`;
}
