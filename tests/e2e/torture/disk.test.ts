import { EventEmitter, once } from 'node:events';
import { appendFile, readFile, rename, rm, symlink } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { writeTree } from '../../support/file-tree.js';
import { createTestSite, oldBase, outcomeOf } from '../../support/migration.js';
import type { OriginServer } from '../../support/origin-server.js';
import { runCli, startCli } from '../../support/run-cli.js';
import { scenarioNamed, startPictures, stateOf } from './scenarios.js';

let origin: OriginServer;
beforeAll(async () => {
  origin = await startPictures();
});
afterAll(() => origin.close());

/** Loaded before the program: its clock was set back by a day and goes back by a second with each look. */
const clockBack = `data:text/javascript,${encodeURIComponent(
  'const now = Date.now; let looks = 0; Date.now = () => now() - 86_400_000 - 1000 * looks++;',
)}`;

describe('a disk and a machine that do not play along', { timeout: 120_000 }, () => {
  it('too few open files stop a run with 3 and no post half-done; with more the rerun ends it', async () => {
    const bench = await scenarioNamed('migrate into a folder').prepare(origin);
    const before = await stateOf(bench);
    const codes = new Set<number | undefined>();
    for (const openFiles of [34, 38, 42]) {
      const result = await runCli(bench.args, { cwd: bench.folder, openFiles });
      codes.add(result.code);
      if (result.code === 3) expect(result.stdout + result.stderr).toMatch(/no more files|too many open files/);
      for (const [path, bytes] of await stateOf(bench)) {
        if (path.startsWith('posts/') && !path.includes('imgferry-')) {
          const old = before.get(path);
          expect(old?.equals(bytes) || !bytes.includes(oldBase), path).toBe(true);
        }
      }
    }
    const rerun = await runCli(bench.args, { cwd: bench.folder });
    expect([rerun.code, [...codes]]).toEqual([0, [...codes]]);
    const undisturbed = await scenarioNamed('migrate into a folder').prepare(origin);
    await runCli(undisturbed.args, { cwd: undisturbed.folder });
    expect(await stateOf(bench)).toEqual(await stateOf(undisturbed));
  });

  it('a clock that goes backwards changes neither what is done nor which run is the newest', async () => {
    const site = await createTestSite(
      { 'posts/p.md': `![a](${oldBase}a.png)\n` },
      { '/a.png': { picture: { seed: 1 } }, '/b.png': { picture: { seed: 2 } } },
    );
    const back = { NODE_OPTIONS: `--import ${clockBack}` };
    expect((await site.migrate(['--write'])).code).toBe(0);
    const first = await site.read('posts/p.md');
    await appendFile(join(site.folder, 'posts/p.md'), `![b](${oldBase}b.png)\n`);
    const between = await site.read('posts/p.md');
    const target = ['--to', 'file:store', '--public-url', 'https://img.example.com/', '--write'];
    const network = ['--remap', `${oldBase}=${site.origin.url}/`, '--allow-host', '127.0.0.1'];
    expect((await site.run(['migrate', 'posts', ...target, ...network], back)).code).toBe(0);
    expect(await site.read('posts/p.md')).not.toContain(oldBase);
    expect((await site.run(['undo'], back)).code).toBe(0);
    expect(await site.read('posts/p.md')).toBe(between);
    expect((await site.run(['undo'])).code).toBe(0);
    expect(await site.read('posts/p.md')).toBe(between.replace(first, `![a](${oldBase}a.png)\n`));
  });
});

describe('a post that changes while its images are fetched', { timeout: 120_000 }, () => {
  it('is left as it is now and named: edited, moved, deleted, replaced by a link to another file', async () => {
    const names = ['edited', 'moved', 'deleted', 'linked', 'untouched'];
    const gate = await startGate(origin);
    const site = await createTestSite(
      Object.fromEntries(names.map((name, at) => [`posts/${name}.md`, `![${name}](${oldBase}${at}.png)\n`])),
    );
    await writeTree(site.folder, { 'private.txt': 'not a post\n' });
    const post = (name: string): string => join(site.folder, 'posts', `${name}.md`);
    const target = ['--to', 'file:store', '--public-url', 'https://img.example.com/', '--write', '--format', 'json'];
    const network = ['--remap', `${oldBase}=${gate.url}/`, '--allow-host', '127.0.0.1'];
    const { result } = startCli(['migrate', 'posts', ...target, ...network], { cwd: site.folder });
    await gate.asked;
    await appendFile(post('edited'), 'A line more.\n');
    await rename(post('moved'), join(site.folder, 'posts', 'elsewhere.md'));
    await rm(post('deleted'));
    await rm(post('linked'));
    await symlink('../private.txt', post('linked'));
    gate.open();
    const ended = await result;
    expect([ended.code, ended.stderr]).toEqual([1, ended.stderr]);
    const refused = outcomeOf(ended).posts.map(({ file, error }) => [file, error?.code]);
    expect(Object.fromEntries(refused)).toMatchObject({
      'posts/edited.md': 'DOCUMENT_CHANGED',
      'posts/moved.md': expect.stringMatching(/^DOCUMENT_(?:MISSING|UNREADABLE)$/),
      'posts/deleted.md': expect.stringMatching(/^DOCUMENT_(?:MISSING|UNREADABLE)$/),
      'posts/linked.md': 'DOCUMENT_CHANGED',
    });
    expect(await readFile(post('edited'), 'utf8')).toBe(`![edited](${oldBase}0.png)\nA line more.\n`);
    expect(await readFile(join(site.folder, 'posts', 'elsewhere.md'), 'utf8')).toBe(`![moved](${oldBase}1.png)\n`);
    expect(await readFile(join(site.folder, 'private.txt'), 'utf8')).toBe('not a post\n');
    expect(await readFile(post('untouched'), 'utf8')).not.toContain(oldBase);
  });
});

/** Stands before a server; answers wait until it is opened. */
async function startGate(
  server: OriginServer,
): Promise<{ readonly url: string; readonly asked: Promise<unknown>; open(): void }> {
  const [asked, opened] = [new EventEmitter(), new EventEmitter()];
  const [isAsked, isOpen] = [once(asked, 'now'), once(opened, 'now')];
  const gate = createServer(async (incoming, outgoing) => {
    asked.emit('now');
    await isOpen;
    const answer = await fetch(server.urlOf(incoming.url ?? '/'));
    outgoing.writeHead(answer.status, { 'content-type': answer.headers.get('content-type') ?? '' });
    outgoing.end(Buffer.from(await answer.arrayBuffer()));
  });
  gate.listen(0, '127.0.0.1');
  await once(gate, 'listening');
  onTestFinished(() => {
    gate.closeAllConnections();
    gate.close();
  });
  return {
    url: `http://127.0.0.1:${(gate.address() as AddressInfo).port}`,
    asked: isAsked,
    open: () => void opened.emit('now'),
  };
}
