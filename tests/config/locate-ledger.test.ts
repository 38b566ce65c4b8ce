import { mkdir, mkdtemp, realpath, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { locateLedger } from '../../src/config/locate-ledger.js';

let home: string;

beforeEach(async () => {
  home = await realpath(await mkdtemp(join(tmpdir(), 'imgferry-ledger-')));
  await mkdir(join(home, 'site/posts'), { recursive: true });
});
afterEach(() => rm(home, { recursive: true }));

const inPosts = () => ({ cwd: join(home, 'site/posts'), folder: join(home, 'site/posts') });

describe('locateLedger puts the ledger', () => {
  it('beside the configuration', async () => {
    const folder = join(home, 'site');
    expect(await locateLedger({ ...inPosts(), folder, file: join(folder, 'imgferry.config.yaml') }, { home })).toEqual({
      root: folder,
      folder: join(folder, '.imgferry'),
      file: join(folder, '.imgferry/ledger.db'),
    });
  });

  it('else at the root of the repository', async () => {
    await mkdir(join(home, 'site/.git'));
    expect((await locateLedger(inPosts(), { home })).root).toBe(join(home, 'site'));
  });

  it('else in the working directory', async () => {
    expect((await locateLedger(inPosts(), { home })).root).toBe(join(home, 'site/posts'));
  });

  it('where it is told to, its paths unchanged', async () => {
    await mkdir(join(home, 'site/.git'));
    expect(await locateLedger(inPosts(), { home, ledger: '/tmp/mine/l.db' })).toEqual({
      root: join(home, 'site'),
      folder: '/tmp/mine',
      file: '/tmp/mine/l.db',
    });
  });
});
