import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, it } from 'vitest';
import { outcomeOf } from '../support/migration.js';
import { createTransferBench, errorsOf, noteOf, seedObjects, statesOf } from '../support/transferring.js';

const sha256 = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex');

async function isManifestLine(): Promise<(line: unknown) => boolean> {
  const path = new URL('../../config/schemas/manifest-line.schema.json', import.meta.url);
  return new Ajv2020({ strict: true }).compile(JSON.parse(await readFile(path, 'utf8')));
}

describe('a manifest', { timeout: 60_000 }, () => {
  it('lists what arrived, as its schema says, and the target is verified by it when the source is gone', async () => {
    const { site, server, transfer } = await createTransferBench();
    const objects = seedObjects(server, 'old-pictures', 'blog/', 12);
    const args = ['old', 'file:to', '--write', '--manifest', 'moved.ndjson'];
    const done = await transfer(args);
    expect(noteOf(done, 'manifest-written')).toBe('The manifest moved.ndjson has 12 objects.');
    const isLine = await isManifestLine();
    const lines = (await site.read('moved.ndjson')).trim().split('\n');
    for (const text of lines) {
      const line = JSON.parse(text);
      expect(isLine(line), text).toBe(true);
      const bytes = objects.get(line.key) ?? Buffer.alloc(0);
      expect(line).toMatchObject({
        size: bytes.length,
        digest: sha256(bytes),
        source: `oss://old-pictures/blog/${line.key}`,
        target: `file:to/${line.key}`,
        state: 'stored',
      });
    }
    expect(lines).toHaveLength(12);
    for (const key of objects.keys()) server.remove('old-pictures', `blog/${key}`);
    const check = () => transfer(['old', 'file:to', '--check', '--manifest', 'moved.ndjson']);
    const good = await check();
    expect([good.code, statesOf(good)]).toEqual([0, { 'in-place': 12 }]);
    await writeFile(join(site.folder, 'to/many/0001.jpg'), Buffer.alloc(objects.get('many/0001.jpg')?.length ?? 0));
    await writeFile(join(site.folder, 'to/many/0002.jpg'), 'short');
    const bad = await check();
    expect([bad.code, errorsOf(bad)]).toEqual([
      1,
      { 'many/0001.jpg': 'OBJECT_MISMATCH', 'many/0002.jpg': 'OBJECT_MISMATCH' },
    ]);
    await rm(join(site.folder, 'to/many/0002.jpg'));
    const gone = outcomeOf(await check()).images.flatMap(({ error }) => error?.message ?? []);
    expect(gone.map((message) => message.includes('`imgferry transfer` with `--write`'))).toEqual([true, true]);
  });

  it('has what the provider says of objects that it copied, which is verified too', async () => {
    const { site, server, transfer } = await createTransferBench();
    seedObjects(server, 'old-pictures', 'blog/', 5);
    await transfer(['old', 'main', '--write', '--manifest', 'moved.ndjson']);
    const isLine = await isManifestLine();
    for (const text of (await site.read('moved.ndjson')).trim().split('\n')) {
      expect(isLine(JSON.parse(text)), text).toBe(true);
      expect(JSON.parse(text)).toMatchObject({ digest: null, checksum: { kind: 'md5' }, state: 'stored' });
    }
    const check = () => transfer(['old', 'main', '--check', '--manifest', 'moved.ndjson']);
    expect(statesOf(await check())).toEqual({ 'in-place': 5 });
    server.remove('pictures', 'img/many/0001.jpg');
    expect(errorsOf(await check())).toEqual({ 'many/0001.jpg': 'OBJECT_NOT_FOUND' });
  });

  it('is what sha256sum -c reads where its name ends so, whoever copied', async () => {
    const { site, server, transfer } = await createTransferBench();
    seedObjects(server, 'old-pictures', 'blog/', 6);
    expect((await transfer(['old', 'main', '--write', '--manifest', 'main.sha256'])).code).toBe(0);
    expect((await transfer(['old', 'file:to', '--write'])).code).toBe(0);
    const verify = () =>
      execFileSync('sha256sum', ['-c', '--quiet', '../main.sha256'], { cwd: join(site.folder, 'to'), stdio: 'pipe' });
    expect(verify().toString()).toBe('');
    expect(statesOf(await transfer(['old', 'main', '--check', '--manifest', 'main.sha256']))).toEqual({
      'in-place': 6,
    });
    await writeFile(join(site.folder, 'to/many/0001.jpg'), 'other');
    expect(verify).toThrow();
  });

  it('is asked for where something moves or is compared, and must be one', async () => {
    const { site, transfer } = await createTransferBench();
    await site.write('from/a.png', 'a');
    await site.write('bad.ndjson', '{"key":"a.png"}\n');
    for (const [args, code] of [
      [['--manifest', 'm.ndjson'], 'found: m.ndjson'],
      [['--check', '--manifest', 'bad.ndjson'], 'MANIFEST_INVALID'],
      [['--check', '--manifest', 'absent.ndjson'], 'MANIFEST_INVALID'],
      [['--write', '--manifest', 'nowhere/m.ndjson'], 'manifest can’t be written'],
      [['--write', '--manifest', 'from'], 'manifest can’t be written'],
    ] as const) {
      const result = await transfer(['file:from', 'file:to', ...args]);
      expect(result.code, args.join(' ')).toBe(2);
      expect(result.stdout + result.stderr).toContain(code);
      expect(result.stderr).not.toMatch(/\n\s+at /);
      expect(existsSync(join(site.folder, 'to'))).toBe(false);
    }
  });
});
