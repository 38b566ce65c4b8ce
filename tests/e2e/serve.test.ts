import { chmod } from 'node:fs/promises';
import { createServer, request } from 'node:http';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterEach, describe, expect, it } from 'vitest';
import { listTree, writeTree } from '../support/file-tree.js';
import { photoJpeg } from '../support/images.js';
import { newBase } from '../support/migration.js';
import { runCli, startCli } from '../support/run-cli.js';
import { temporaryFolder } from '../support/temporary-folder.js';

interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, unknown>>;
  readonly body: { readonly success?: boolean; readonly result?: unknown; readonly message?: string };
}

interface Served {
  readonly folder: string;
  readonly send: (
    method: string,
    path: string,
    options?: { readonly headers?: Readonly<Record<string, string>>; readonly body?: string | Buffer },
  ) => Promise<Answer>;
  readonly stop: () => Promise<{ readonly code: number | undefined; readonly stdout: string; readonly stderr: string }>;
}

const stops: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const stop of stops.splice(0)) await stop();
});

async function serve(args: readonly string[] = [], env: Readonly<Record<string, string>> = {}): Promise<Served> {
  const folder = await temporaryFolder();
  await writeTree(folder, {
    'a.jpg': await photoJpeg({ seed: 1 }),
    '图 2.jpg': await photoJpeg({ seed: 2 }),
    'x.md': '#',
  });
  const { child, result } = startCli(['serve', '--port', '0', '--to', 'file:store', '--public-url', newBase, ...args], {
    cwd: folder,
    env,
  });
  const port = await new Promise<number>((resolve, reject) => {
    let said = '';
    child.stdout?.on('data', (chunk) => {
      said += String(chunk);
      const found = /127\.0\.0\.1:(\d+)/.exec(said)?.[1];
      if (found) resolve(Number(found));
    });
    void result.then(({ stderr }) => reject(new Error(stderr)));
  });
  const stop = (): typeof result => {
    child.kill('SIGINT');
    return result;
  };
  stops.push(stop);
  return { folder, stop, send: (method, path, options = {}) => send(port, method, path, options) };
}

function send(
  port: number,
  method: string,
  path: string,
  { body, headers = {} }: { readonly headers?: Readonly<Record<string, string>>; readonly body?: string | Buffer },
): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const asked = request({ host: '127.0.0.1', port, method, path, headers }, async (response) => {
      const said = await text(response);
      resolve({
        status: response.statusCode ?? 0,
        headers: response.headers,
        body: said === '' ? {} : JSON.parse(said),
      });
    });
    asked.on('error', reject);
    asked.end(body);
  });
}

const json = { 'content-type': 'application/json' };
const list = (...entries: readonly string[]): string => JSON.stringify({ list: entries });

/** As a browser's or a plugin's FormData is sent. */
async function form(field: string, files: Readonly<Record<string, Buffer>>) {
  const data = new FormData();
  for (const [name, bytes] of Object.entries(files)) data.append(field, new Blob([new Uint8Array(bytes)]), name);
  const sent = new Response(data);
  const headers = { 'content-type': sent.headers.get('content-type') ?? '' };
  return { headers, body: Buffer.from(await sent.arrayBuffer()) };
}

describe('imgferry serve', () => {
  it('takes a list of paths as Typora’s and VS Code’s plugins send it, and answers in its order', async () => {
    const { folder, send, stop } = await serve();
    const [one, two] = [join(folder, 'a.jpg'), join(folder, '图 2.jpg')];
    const { body, status } = await send('POST', '/upload', { headers: json, body: list(two, one, two) });
    expect({ status, success: body.success }).toEqual({ status: 200, success: true });
    const [first, second, third] = body.result as readonly string[];
    expect(third).toBe(first);
    expect(second).not.toBe(first);
    expect(new Set([first, second])).toEqual(
      new Set((await listTree(join(folder, 'store'))).map((key) => newBase + key)),
    );
    const { code, stdout } = await stop();
    expect(code).toBe(0);
    expect(stdout).toContain(`${first}\n${second}\n${first}\n`);
  });

  it('takes files in any field of a form, as Obsidian’s plugin and PicGo’s own send them', async () => {
    const { folder, send } = await serve();
    for (const field of ['list', 'files', 'image']) {
      const sent = await form(field, {
        'image.jpg': await photoJpeg({ seed: 1 }),
        '../../evil.jpg': await photoJpeg({ seed: 3 }),
      });
      const { body } = await send('POST', '/upload?key=x', sent);
      expect(body.result).toHaveLength(2);
    }
    expect(await listTree(join(folder, 'store'))).toHaveLength(2);
  });

  it('says that it is alive', async () => {
    const { send } = await serve();
    for (const method of ['POST', 'GET'])
      expect((await send(method, '/heartbeat')).body).toEqual({ success: true, result: 'alive' });
    expect(await send('POST', '/elsewhere')).toMatchObject({ status: 404, body: { success: false } });
  });

  it('answers every failure with status 200 and no result: all or nothing', async () => {
    const { folder, send } = await serve();
    const failed = async (body: string | Buffer, headers: Readonly<Record<string, string>> = json): Promise<string> => {
      const answer = await send('POST', '/upload', { headers, body });
      expect(answer).toMatchObject({ status: 200, body: { success: false } });
      expect(answer.body).not.toHaveProperty('result');
      return answer.body.message ?? '';
    };
    expect(await failed(list(join(folder, 'a.jpg'), join(folder, 'gone.jpg')))).toContain('gone.jpg');
    expect(await failed(list(join(folder, 'x.md')))).not.toBe('');
    expect(await failed('{"list":')).toContain('JSON');
    expect(await failed('{"list":[1]}')).toContain('list');
    expect(await failed('')).toContain('clipboard can’t be read');
    expect(await failed(list())).toContain('clipboard can’t be read');
    expect(await failed('nonsense', { 'content-type': 'multipart/form-data; boundary=x' })).not.toBe('');
    expect(await failed(list('http://169.254.169.254/latest/meta-data'))).not.toBe('');
  });

  it('refuses web pages and names that lead here, but for those that are allowed', async () => {
    const { folder, send } = await serve(['--allow-origin', 'https://editor.example']);
    const body = list(join(folder, 'a.jpg'));
    for (const headers of [{ origin: 'https://evil.example' }, { origin: 'null' }, { host: 'evil.example:36677' }])
      expect(await send('POST', '/upload', { headers: { ...json, ...headers }, body })).toMatchObject({ status: 403 });
    expect(await listTree(join(folder, 'store')).catch(() => [])).toEqual([]);
    for (const origin of ['app://obsidian.md', 'https://editor.example']) {
      const answer = await send('POST', '/upload', { headers: { ...json, origin }, body });
      expect(answer).toMatchObject({
        status: 200,
        headers: { 'access-control-allow-origin': origin },
        body: { success: true },
      });
      expect(await send('OPTIONS', '/upload', { headers: { origin } })).toMatchObject({
        status: 204,
        headers: { 'access-control-allow-origin': origin },
      });
    }
  });

  it('takes what comes at once in turn', async () => {
    const { folder, send } = await serve();
    const bodies = ['a.jpg', '图 2.jpg', 'a.jpg', '图 2.jpg'].map((name) => list(join(folder, name)));
    const answers = await Promise.all(bodies.map((body) => send('POST', '/upload', { headers: json, body })));
    expect(answers.map(({ body }) => body.success)).toEqual([true, true, true, true]);
    expect(await listTree(join(folder, 'store'))).toHaveLength(2);
  });

  it('says what is wrong before it listens', async () => {
    const cwd = await temporaryFolder();
    const without = await runCli(['serve', '--port', '0'], { cwd });
    expect(without).toMatchObject({ code: 2, stdout: '' });
    expect(without.stderr).toContain('--to');
    const other = createServer();
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
    const address = other.address();
    const port = typeof address === 'object' && address ? String(address.port) : '';
    const taken = await runCli(['serve', '--port', port, '--to', 'file:store', '--public-url', newBase], { cwd });
    other.close();
    expect(taken.code).toBe(2);
    expect(taken.stderr).toContain(port);
    expect(taken.stderr).toContain('--port');
  });
});

describe('imgferry serve, sent nothing', () => {
  /** Stands in for the desktop's tool: prints what a screenshot tool would have put there. */
  async function serveWithTool(script: string): Promise<Served> {
    const tools = await temporaryFolder();
    await writeTree(tools, { 'wl-paste': `#!/bin/sh\n${script}\n`, 'picture.jpg': await photoJpeg({ seed: 3 }) });
    await chmod(join(tools, 'wl-paste'), 0o755);
    return serve([], { PATH: `${tools}:${process.env.PATH}`, WAYLAND_DISPLAY: 'wayland-0' });
  }

  it.each([
    ['an empty body', ''],
    ['an empty list', list()],
  ])('uploads the picture in the clipboard: %s', async (_, body) => {
    const asked = '[ "$*" = "--no-newline --type image/png" ] && exec cat "$(dirname "$0")/picture.jpg"';
    const { folder, send } = await serveWithTool(asked);
    const answer = await send('POST', '/upload', { headers: json, body });
    expect(answer.body).toEqual({ success: true, result: [expect.stringContaining(newBase)] });
    expect(await listTree(join(folder, 'store'))).toHaveLength(1);
  });

  it.each([
    ['there is none', 'echo "No suitable type of content copied" >&2; exit 1', 'no picture in the clipboard'],
    ['it is broken', 'printf "not a picture"', 'image'],
  ])('says so where %s', async (_, script, said) => {
    const { folder, send } = await serveWithTool(script);
    const { body, status } = await send('POST', '/upload');
    expect({ status, body }).toEqual({ status: 200, body: { success: false, message: expect.stringContaining(said) } });
    expect(await listTree(join(folder, 'store'))).toEqual([]);
  });
});
