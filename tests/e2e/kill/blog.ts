import { join } from 'node:path';
import { readTree, writeTree } from '../../support/file-tree.js';
import { type OriginServer, startOrigin } from '../../support/origin-server.js';
import { buildPostWith } from '../../support/posts.js';
import { createRandom } from '../../support/random.js';

const images = 100;
const posts = 12;
const oldBase = 'https://old.example.com/';

/** A web server with the images that the blog's posts name. */
export function startImages(): Promise<OriginServer> {
  const routes = Array.from({ length: images }, (_, seed) => {
    const format = seed % 3 === 0 ? 'png' : 'jpeg';
    return [imagePath(seed), { picture: { seed: seed + 1, width: 160, height: 120, format, quality: 95 } }] as const;
  });
  return startOrigin(Object.fromEntries(routes));
}

/** Writes the posts: every image is in one of them, some in two. */
export async function writeBlog(folder: string): Promise<void> {
  const random = createRandom(1);
  const files = Array.from({ length: posts }, (_, at) => {
    const own = Array.from({ length: images }, (_, image) => image).filter((image) => image % posts === at);
    const shared = [Math.floor(random() * images), Math.floor(random() * images)];
    const addresses = [...own, ...shared].map((image) => oldBase + imagePath(image).slice(1));
    const date = `2024-${String(at + 1).padStart(2, '0')}-01 12:00:00`;
    return [`2024/文章 ${at}.md`, buildPostWith(addresses, { title: `文章 ${at}`, date })] as const;
  });
  await writeTree(join(folder, 'posts'), Object.fromEntries(files));
}

/** The command that moves the blog's images into a folder beside it. */
export const migration = (origin: OriginServer): readonly string[] => [
  'migrate',
  'posts',
  '--to',
  'file:store',
  '--public-url',
  'https://img.example.com/',
  '--remap',
  `${oldBase}=${origin.url}/`,
  '--allow-host',
  '127.0.0.1',
  '--write',
];

const imagePath = (seed: number): string => `/images/${seed}.${seed % 3 === 0 ? 'png' : 'jpg'}`;

/** The address by which posts name what the server was asked for. */
export const addressOf = (path: string): string => oldBase + path.slice(1);

export interface BlogState {
  readonly posts: ReadonlyMap<string, Buffer>;
  readonly store: ReadonlyMap<string, Buffer>;
  readonly ownFolder: ReadonlyMap<string, Buffer>;
}

export async function readBlog(folder: string): Promise<BlogState> {
  return {
    posts: await readTree(join(folder, 'posts')),
    store: await readTree(join(folder, 'store')),
    ownFolder: await readTree(join(folder, '.imgferry')),
  };
}
