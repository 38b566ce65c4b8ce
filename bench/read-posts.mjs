// node bench/read-posts.mjs FOLDER: reads every Markdown file below it as text, one after the other, and does nothing with
// it: the plain limit for `imgferry scan`. (Through the thread pool it takes longer where the system has them in memory.)
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

let length = 0;
for (const entry of readdirSync(process.argv[2], { recursive: true, withFileTypes: true }))
  if (entry.isFile() && entry.name.endsWith('.md'))
    length += readFileSync(join(entry.parentPath, entry.name), 'utf8').length;
process.stdout.write(`${length}\n`);
