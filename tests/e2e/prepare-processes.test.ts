import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { photoJpeg } from '../support/images.js';

const built = (file: string): string => fileURLToPath(new URL(`../../dist/${file}`, import.meta.url));
let folder: string;
afterAll(() => rm(folder, { recursive: true }));

/** A program with two processes and a picture; `prepare(path)` prepares a file. */
const programOf = (body: string): string => `
  import { execFileSync } from 'node:child_process';
  import { createPrepareProcesses } from ${JSON.stringify(built('app/prepare/prepare-processes.js'))};
  import { digestOf } from ${JSON.stringify(built('lib/digest.js'))};
  const processes = createPrepareProcesses({ processes: 2, variables: process.env });
  const policy = { optimize: 'auto', imageFormat: 'avif', effort: 'balanced', target: 80, allowFormats: [], metadata: 'copyright' };
  const prepare = (path, signal = AbortSignal.timeout(60_000)) =>
    processes.run({ image: { content: { path }, size: 0, digest: digestOf(Buffer.from(path)) }, policy }, signal);
  const [picture, broken] = ${JSON.stringify([join(folder, 'picture.jpg'), join(folder, 'broken.jpg')])};
  const children = () => execFileSync('pgrep', ['-P', String(process.pid), '-f', 'prepare-process'], { encoding: 'utf8' }).trim().split('\\n').map(Number);
  ${body}`;

async function runProgram(body: string): Promise<unknown> {
  const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '--eval', programOf(body)], {
    timeout: 90_000,
  });
  return JSON.parse(stdout);
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'imgferry-test-'));
  const picture = await photoJpeg({ width: 640, height: 480 });
  await writeFile(join(folder, 'picture.jpg'), picture);
  await writeFile(join(folder, 'broken.jpg'), picture.subarray(0, picture.length / 2));
});

describe('pictures that are prepared in processes', () => {
  it('come back whole, and nobody waits for idle processes', async () => {
    const said = await runProgram(`
      const made = await Promise.all([picture, picture, picture].map((path) => prepare(path)));
      console.log(JSON.stringify(made.map(({ content, size, format, digest }) => [Buffer.isBuffer(content), content.length === size, format, digest === digestOf(content)])));`);
    expect(said).toEqual([1, 2, 3].map(() => [true, true, 'avif', true]));
  });

  it('that are broken are told as they would be here, and the next one is prepared', async () => {
    const said = await runProgram(`
      const error = await prepare(broken).catch((error) => error);
      console.log(JSON.stringify([error.name, error.code, error.facts.reason, (await prepare(picture)).format]));`);
    expect(said).toEqual(['ImgferryError', 'IMAGE_BROKEN', 'truncated', 'avif']);
  });

  it('fail alone where a process dies over them', async () => {
    const said = await runProgram(`
      const dying = prepare(picture).catch(({ code, facts }) => [code, facts.format]);
      process.kill(children()[0], 'SIGKILL');
      console.log(JSON.stringify([await dying, (await prepare(picture)).format]));`);
    expect(said).toEqual([['ENCODE_FAILED', 'jpeg'], 'avif']);
  });

  it('are given up at once when nobody wants them any more', async () => {
    const said = await runProgram(`
      const stop = new AbortController();
      const asked = [1, 2, 3].map(() => prepare(picture, stop.signal).catch(({ name }) => name));
      stop.abort();
      console.log(JSON.stringify([...(await Promise.all(asked)), (await prepare(picture)).format]));`);
    expect(said).toEqual(['AbortError', 'AbortError', 'AbortError', 'avif']);
  });

  it('leave no process behind when the one that asked is killed', async () => {
    const asker = spawn(process.execPath, [
      '--input-type=module',
      '--eval',
      programOf(`void prepare(picture); console.log(children()[0]); setInterval(() => {}, 1000);`),
    ]);
    const [said] = await once(asker.stdout, 'data');
    const child = Number(String(said));
    expect(child).toBeGreaterThan(0);
    asker.kill('SIGKILL');
    await expect.poll(() => isRunning(child), { timeout: 20_000 }).toBe(false);
  });
});

async function isRunning(pid: number): Promise<boolean> {
  const status = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => 'gone) Z');
  return !/\) Z/.test(status) && status !== 'gone) Z';
}
