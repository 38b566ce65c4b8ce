// node bench/naive-loop.mjs POSTS STORE ORIGIN: what a script for picture beds does. Post by post and image by image:
// find addresses by a regular expression, download, encode, store, replace in the whole text.
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import sharp from 'sharp';
import { newBase, oldBase } from './site.mjs';

const [posts, store, origin] = process.argv.slice(2);
mkdirSync(store, { recursive: true });
for (const file of readdirSync(posts)) {
  let text = readFileSync(join(posts, file), 'utf8');
  for (const url of new Set([...text.matchAll(/!\[.*?\]\((.*?)\)/g)].map(([, address]) => address))) {
    const response = await fetch(url.replace(oldBase, origin));
    const image = await sharp(Buffer.from(await response.arrayBuffer()))
      .webp({ quality: 80 })
      .toBuffer();
    const name = `${basename(url).replace(/\.\w+$/, '')}.webp`;
    writeFileSync(join(store, name), image);
    text = text.replaceAll(url, newBase + name);
  }
  writeFileSync(join(posts, file), text);
}
