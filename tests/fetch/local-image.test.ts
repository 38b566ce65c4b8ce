import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { failureOf } from '../net/client-kit.js';
import { digestOf, openFolder, openStage } from './stage-kit.js';

describe('a local image', () => {
  it('is read where it stands', async () => {
    const path = join(await openFolder(), '图 %20.png');
    await writeFile(path, 'local');
    const { fetch, folder } = await openStage();
    expect(await fetch({ kind: 'file', path })).toMatchObject({
      digest: digestOf('local'),
      size: 5,
      content: { path },
    });
    expect(await readdir(folder)).toEqual([]);
  });

  it('that is missing, or below what is no folder, is FILE_MISSING', async () => {
    const folder = await openFolder();
    await writeFile(join(folder, 'file'), '');
    const { fetch } = await openStage();
    for (const path of [join(folder, 'absent.png'), join(folder, 'file', 'a.png')]) {
      expect(await failureOf(fetch({ kind: 'file', path }))).toEqual({ code: 'FILE_MISSING', path });
    }
  });

  it('that is a folder or a device is FILE_UNREADABLE', async () => {
    const path = join(await openFolder(), 'folder.png');
    await mkdir(path);
    const { fetch } = await openStage();
    expect(await failureOf(fetch({ kind: 'file', path }))).toEqual({ code: 'FILE_UNREADABLE', path, reason: 'EISDIR' });
    const device = { kind: 'file', path: '/dev/zero' } as const;
    expect(await failureOf(fetch(device))).toMatchObject({ code: 'FILE_UNREADABLE', reason: 'not-a-file' });
  });

  it('that is too large is refused unread', async () => {
    const path = join(await openFolder(), 'a.png');
    await writeFile(path, Buffer.alloc(1_000_001));
    const failed = await failureOf((await openStage()).fetch({ kind: 'file', path }));
    expect(failed).toEqual({ code: 'TOO_LARGE', path, expected: 1_000_000, found: 1_000_001 });
  });

  it('that changes while it is read is FILE_CHANGED', async () => {
    const path = join(await openFolder(), 'a.png');
    await writeFile(path, Buffer.alloc(50_000_000));
    const { fetch } = await openStage({ maxBytes: 1e9 });
    const fetching = failureOf(fetch({ kind: 'file', path }));
    await writeFile(path, Buffer.alloc(3), { flag: 'a' });
    expect(await fetching).toMatchObject({ code: 'FILE_CHANGED', path });
  });
});
