// node bench/carry-loop.mjs FOLDER STORE ORIGIN AT_ONCE [decode]: fetches the images of a folder from its origin and
// writes them, so many at once, by undici and nothing else; with `decode`, it looks at their pixels too.
import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import pLimit from 'p-limit';
import sharp from 'sharp';
import { Agent, request } from 'undici';

const [folder, store, origin, atOnce, decode] = process.argv.slice(2);
mkdirSync(store, { recursive: true });
sharp.concurrency(1);
const [limit, decoding] = [pLimit(Number(atOnce)), pLimit(3)];
const dispatcher = new Agent({ connections: Number(atOnce) });
await Promise.all(
  readdirSync(folder).map((name) =>
    limit(async () => {
      const { body } = await request(origin + name, { dispatcher });
      const image = Buffer.from(await body.arrayBuffer());
      if (decode) await decoding(() => sharp(image).raw().toBuffer());
      await writeFile(join(store, `${createHash('sha256').update(image).digest('hex')}.jpg`), image);
    }),
  ),
);
await dispatcher.close();
