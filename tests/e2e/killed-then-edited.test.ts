import { appendFile } from 'node:fs/promises';
import { join } from 'node:path';
import Database from 'libsql';
import { describe, expect, it } from 'vitest';
import { createTestSite, type TestSite } from '../support/migration.js';

const pictures = { '/a.png': { picture: { seed: 1 } } };
const post = '![a](https://old.example.com/a.png)\n';

/** As a process leaves it that is killed when the post is written, before that reaches the ledger's disk. */
function forgetThatItWasWritten({ folder }: TestSite): void {
  const database = new Database(join(folder, '.imgferry/ledger.db'));
  try {
    database.exec("UPDATE post_edits SET state = 'planned'; UPDATE runs SET state = 'running', finished_at = NULL");
  } finally {
    database.close();
  }
}

describe('a run that was killed before it noted that a post was written', () => {
  it('is undone where a hand has edited the post since', async () => {
    const site = await createTestSite({ 'posts/p.md': post }, pictures);
    expect((await site.migrate(['--write'])).code).toBe(0);
    forgetThatItWasWritten(site);
    await appendFile(join(site.folder, 'posts/p.md'), 'a word by hand\n');

    expect((await site.run(['undo'])).code).toBe(0);
    expect(await site.read('posts/p.md')).toBe(`${post}a word by hand\n`);
  });

  it('leaves a post alone that was never written, and that a hand has edited since', async () => {
    const site = await createTestSite({ 'posts/p.md': post }, pictures);
    expect((await site.migrate(['--write'])).code).toBe(0);
    forgetThatItWasWritten(site);
    const edited = `${post}a word by hand\n`;
    await site.write('posts/p.md', edited);

    await site.run(['undo']);
    expect(await site.read('posts/p.md')).toBe(edited);
  });
});
