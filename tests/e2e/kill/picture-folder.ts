import { dirname, join, posix } from 'node:path';
import { readTree } from '../../support/file-tree.js';
import { animatedGif, flatPng, photoJpeg, picture, svg } from '../../support/images.js';
import { buildPostWith } from '../../support/posts.js';

export type Tree = ReadonlyMap<string, Buffer>;

const postLength = 20; // pictures

/** Small pictures of many kinds below `pictures`, some of them twice, and posts below `posts` that name each of them. */
export async function drawPictureFolder(count: number): Promise<Readonly<Record<string, Buffer>>> {
  const pictures: [string, Buffer][] = [];
  for (let at = 0; at < count; at += 1) {
    const { extension, draw } = kinds[at % kinds.length] ?? jpeg;
    const folder = folders[at % folders.length] ?? '';
    const [, twin] = pictures[at - 3 * kinds.length] ?? [];
    const bytes = at % 31 === 0 && twin ? twin : await draw(at + 1);
    pictures.push([`pictures/${folder}${names[at % names.length]}${at}.${extension}`, bytes]);
  }
  const posts = Array.from({ length: Math.ceil(count / postLength) }, (_, at): [string, Buffer] => {
    const named = pictures.slice(at * postLength, (at + 1) * postLength);
    const shared = pictures[(at * 7) % count] ?? ['', Buffer.alloc(0)];
    const addresses = [...named, shared].map(([path]) => encodeURI(`../${path}`));
    return [`posts/文章 ${at}.md`, Buffer.from(buildPostWith(addresses, { title: `文章 ${at}` }))];
  });
  return Object.fromEntries([...pictures, ...posts]);
}

const size = { width: 48, height: 36 };
const folders = ['', '2024/', '照片/', '2024/deep/er/', '照片/我的 猫/'];
const names = ['img-', '图', 'IMG_', 'a b '];

interface Kind {
  readonly extension: string;
  readonly draw: (seed: number) => Promise<Buffer>;
}

const jpeg: Kind = { extension: 'jpg', draw: (seed) => photoJpeg({ ...size, seed }) };
const png: Kind = { extension: 'png', draw: (seed) => flatPng({ ...size, seed }) };
const photoPng: Kind = {
  extension: 'png',
  draw: (seed) =>
    picture(undefined, { ...size, seed })
      .png()
      .toBuffer(),
};
const lossyWebp: Kind = {
  extension: 'webp',
  draw: (seed) =>
    picture(undefined, { ...size, seed })
      .webp()
      .toBuffer(),
};
const gif: Kind = { extension: 'gif', draw: (seed) => animatedGif({ frames: 2, delay: [100, 200 + seed] }) };
const drawing: Kind = { extension: 'svg', draw: async (seed) => svg(`<rect width="8" height="8" x="${seed}"/>`) };
const kinds: readonly Kind[] = [jpeg, png, photoPng, jpeg, png, gif, jpeg, png, lossyWebp, jpeg, drawing];

/** Every folder that a run may change. */
export const foldersOf = (tree: Iterable<string>): readonly string[] => [...new Set([...tree].map(dirname))];

/** Pictures and posts. */
export async function readPictureFolder(folder: string): Promise<Tree> {
  const [pictures, posts] = await Promise.all([readTree(join(folder, 'pictures')), readTree(join(folder, 'posts'))]);
  const under = (name: string, tree: Tree) => [...tree].map(([path, bytes]) => [`${name}/${path}`, bytes] as const);
  return new Map([...under('pictures', pictures), ...under('posts', posts)]);
}

/** What posts name and nobody finds. */
export function namedInVain(tree: Tree): readonly string[] {
  const posts = [...tree].filter(([path]) => path.endsWith('.md'));
  return posts.flatMap(([post, bytes]) => picturesNamedIn(bytes.toString(), post).filter((path) => !tree.has(path)));
}

const picturesNamedIn = (text: string, post: string): readonly string[] =>
  [...text.matchAll(/\.\.\/pictures\/[^\s"<>()]+/g)].map(([address]) =>
    posix.join(posix.dirname(post), decodeURI(address)),
  );
