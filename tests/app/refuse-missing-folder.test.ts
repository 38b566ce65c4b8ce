import { expect, it } from 'vitest';
import { listObjects, statObject } from '../../src/app/objects/list-objects.js';
import { contextIn } from '../support/context-in.js';
import { writeTree } from '../support/file-tree.js';
import { startOrigin } from '../support/origin-server.js';
import { temporaryFolder } from '../support/temporary-folder.js';

it.each([
  ['a file', () => 'file:a.txt', { hint: 'file' }],
  ['nothing', () => 'file:gone', { path: 'gone' }],
  ['a server without WebDAV', (url: string) => url.replace('http:', 'webdav:'), { hint: 'store' }],
])('does not take %s for a store without objects', async (_, storeAt, facts) => {
  const origin = await startOrigin({});
  try {
    const folder = await temporaryFolder();
    await writeTree(folder, { 'a.txt': 'a' });
    const context = await contextIn(folder);
    const store = storeAt(`${origin.url}/pictures`);
    const listed = listObjects({ store, prefix: '', withHeaders: false, inPosts: false }, context).next();
    await expect(listed).rejects.toMatchObject({ code: 'PATH_NOT_FOUND', facts });
    const looked = statObject({ store, key: 'a.png', inPosts: false }, context);
    await expect(looked).rejects.toMatchObject({ code: 'PATH_NOT_FOUND' });
  } finally {
    await origin.close();
  }
});
