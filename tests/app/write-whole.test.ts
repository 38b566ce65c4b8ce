import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { writeWhole } from '../../src/app/write-whole.js';

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'imgferry-whole-'));
});

afterEach(() => rmSync(folder, { recursive: true }));

const at = (name: string): string => join(folder, name);
/** A process that is no more. */
const gone = (): number => spawnSync(process.execPath, ['-e', '']).pid;

describe('writeWhole', () => {
  it('takes away what a killed process left beside the file, and nothing else', async () => {
    const long = `${'图'.repeat(70)}.html`;
    const [pid, name] = [gone(), `.${long}`];
    const cut = Buffer.from(name)
      .subarray(0, 255 - `.imgferry-${pid}-0123abcd.tmp`.length)
      .toString()
      .replace(/\ufffd$/, '');
    const others = [
      ...[`.a.html.imgferry-${process.pid}-0123abcd.tmp`, `.b.html.imgferry-${pid}-0123abcd.tmp`],
      ...['.a.html.imgferry-1-xyz.tmp', `a.html.imgferry-${pid}-0123abcd.tmp`, '.a.html'],
    ];
    const left = [`.a.html.imgferry-${pid}-0123abcd.tmp`, `.a.html.imgferry-${pid}-89abcdef.tmp`];
    for (const file of [...others, ...left, `${cut}.imgferry-${pid}-0123abcd.tmp`]) writeFileSync(at(file), 'half');
    await writeWhole(at('a.html'), 'whole');
    await writeWhole(at(long), 'whole');
    expect(readdirSync(folder).sort()).toEqual(['a.html', long, ...others].sort());
    expect(readFileSync(at('a.html'), 'utf8')).toBe('whole');
  });

  it('makes folders where it is asked to, and says what it could not write', async () => {
    await writeWhole(at('reports/1/a.html'), 'whole', { makesFolders: true });
    expect(readFileSync(at('reports/1/a.html'), 'utf8')).toBe('whole');
    const refused = writeWhole(at('nowhere/plan.json'), '{}');
    await expect(refused).rejects.toMatchObject({ code: 'FOLDER_NOT_WRITABLE', facts: { found: 'ENOENT' } });
  });
});
