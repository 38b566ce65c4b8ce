import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { parse } from 'yaml';
import { root } from '../support/documented-commands.js';
import { writeTree } from '../support/file-tree.js';
import { commitAll, git, makeRepository } from '../support/repository.js';
import { programPath } from '../support/run-cli.js';
import { temporaryFolder } from '../support/temporary-folder.js';

interface Step {
  readonly name?: string;
  readonly uses?: string;
  readonly if?: string;
  readonly shell?: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly run?: string;
}

interface Action {
  readonly inputs: Readonly<Record<string, { readonly default: string }>>;
  readonly runs: { readonly using: string; readonly steps: readonly Step[] };
}

const action = parse(await readFile(join(root, 'action.yml'), 'utf8')) as Action;

let folder: string;
let temporary: string;

/** A checkout of a pull request: its base is known as the remote's branch. */
beforeEach(async () => {
  const origin = await temporaryFolder();
  folder = join(await temporaryFolder(), 'blog');
  temporary = await temporaryFolder();
  await writeTree(origin, { 'posts/old.md': '![](gone-long-ago.png)\n', '.gitignore': '.imgferry/\n' });
  makeRepository(origin);
  execFileSync('git', ['clone', '--quiet', origin, folder]);
  git(folder, 'checkout', '--quiet', '-b', 'topic');
  await writeTree(folder, { 'posts/新文章.md': '# 新\n\n![](缺失.png)\n' });
  commitAll(folder, 'post');
  await writeTree(temporary, {
    'bin/npx': `#!/usr/bin/env bash\n[ "$1" = -y ] && [[ "$2" == imgferry@[0-9]* ]] || exit 99\nshift 2\nexec ${process.execPath} ${programPath} "$@"\n`,
    summary: '',
  });
  execFileSync('chmod', ['+x', join(temporary, 'bin/npx')]);
});

interface StepResult {
  readonly code: number | null;
  readonly stdout: string;
  readonly summary: string;
}

/** Runs a step as the runner does, with the inputs filled in. */
async function runStep(name: string, inputs: Record<string, string>, env: Record<string, string>): Promise<StepResult> {
  const step = action.runs.steps.find((one) => one.name === name);
  const inputOf = (input: string): string => inputs[input] ?? action.inputs[input]?.default ?? '';
  const filled = Object.entries(step?.env ?? {}).map(([key, value]) => [
    key,
    value.replace(/\$\{\{ inputs\.(\w+) \}\}/g, (_, input: string) => inputOf(input)),
  ]);
  const child = spawn('bash', ['--noprofile', '--norc', '-e', '-o', 'pipefail', '-c', step?.run ?? 'exit 98'], {
    cwd: folder,
    env: {
      PATH: `${join(temporary, 'bin')}:${process.env.PATH}`,
      HOME: temporary,
      CI: 'true',
      GITHUB_ACTIONS: 'true',
      GITHUB_ACTION_PATH: root.replace(/\/$/, ''),
      GITHUB_WORKSPACE: folder,
      GITHUB_STEP_SUMMARY: join(temporary, 'summary'),
      GITHUB_BASE_REF: 'main',
      GITHUB_REPOSITORY: 'me/blog',
      RUNNER_TEMP: temporary,
      ...Object.fromEntries(filled),
      ...env,
    },
  });
  const [stdout, stderr, code] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    new Promise<number | null>((resolve) => child.once('close', resolve)),
  ]);
  return { code, stdout: stdout + stderr, summary: await readFile(join(temporary, 'summary'), 'utf8') };
}

describe('action.yml', () => {
  it('is composite, and puts no value into a command', () => {
    expect(action.runs.using).toBe('composite');
    for (const { run = '', shell, uses } of action.runs.steps) {
      expect(uses ?? shell).toMatch(/^(bash|actions\/setup-node@v\d+)$/);
      expect(run).not.toContain('${{');
    }
  });

  it('annotates what the pull request breaks, and nothing else, and sums it up', async () => {
    const { code, stdout, summary } = await runStep('Check images', { paths: 'posts' }, {});
    expect(code, stdout).toBe(1);
    expect(stdout).toMatch(/^::error file=posts\/新文章\.md,line=3,col=5,/m);
    expect(stdout).not.toMatch(/^::error.*gone-long-ago/m);
    expect(summary).toContain('缺失.png');
  });

  it('looks at everything outside pull requests, and takes options line by line', async () => {
    const args = '--fail-on\nnever\n--exclude\nposts/新 文章.md; touch owned';
    const { code, stdout } = await runStep('Check images', { paths: 'posts', args }, { GITHUB_BASE_REF: '' });
    expect(code, stdout).toBe(0);
    expect(stdout).toContain('gone-long-ago.png');
    await expect(readFile(join(folder, 'owned'))).rejects.toThrow();
  });

  it('says what a shallow clone lacks', async () => {
    const { code, stdout } = await runStep('Check images', { paths: 'posts' }, { GITHUB_BASE_REF: 'no-such-base' });
    expect(code).toBe(2);
    expect(stdout).toContain('fetch-depth: 0');
  });
});

interface ApiRequest {
  readonly method: string;
  readonly url: string;
  readonly authorization: string;
  readonly body: string;
}

/** The API of GitHub, as far as comments go; `status` answers everything. */
async function startApi(status = 200): Promise<{ readonly url: string; readonly requests: ApiRequest[] }> {
  const requests: ApiRequest[] = [];
  const comments: { id: number; body: string }[] = [];
  const server = createServer(async (request, response) => {
    const { headers, method = '', url = '' } = request;
    const body = await text(request);
    requests.push({ method, url, authorization: headers.authorization ?? '', body });
    if (method === 'POST' && status === 200) comments.push({ id: 7, body: JSON.parse(body).body });
    response.writeHead(status, { 'content-type': 'application/json' });
    response.end(JSON.stringify(method === 'GET' ? comments : {}));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  onTestFinished(() => void server.close());
  return { url: `http://127.0.0.1:${port}`, requests };
}

describe('the comment of action.yml', () => {
  const comment = async (event: object, api: string): Promise<StepResult> => {
    await writeTree(temporary, { 'event.json': JSON.stringify(event), 'imgferry-report.md': '## 1 image is broken\n' });
    const inputs = { comment: 'true', token: 'a-token' };
    return runStep('Comment', inputs, { GITHUB_API_URL: api, GITHUB_EVENT_PATH: join(temporary, 'event.json') });
  };
  const pullRequest = (from: string) => ({ pull_request: { number: 12, head: { repo: { full_name: from } } } });

  it('is opt-in', () => {
    expect(action.inputs.comment?.default).toBe('false');
    expect(action.runs.steps.find(({ name }) => name === 'Comment')?.if).toContain("inputs.comment == 'true'");
  });

  it('is one, written anew by later runs', async () => {
    const api = await startApi();
    expect((await comment(pullRequest('me/blog'), api.url)).code).toBe(0);
    expect((await comment(pullRequest('me/blog'), api.url)).code).toBe(0);
    expect(api.requests.map(({ method, url }) => `${method} ${url}`)).toEqual([
      'GET /repos/me/blog/issues/12/comments?per_page=100',
      'POST /repos/me/blog/issues/12/comments',
      'GET /repos/me/blog/issues/12/comments?per_page=100',
      'PATCH /repos/me/blog/issues/comments/7',
    ]);
    expect(api.requests[1]).toMatchObject({
      authorization: 'Bearer a-token',
      body: expect.stringContaining('1 image is broken'),
    });
  });

  it.each([
    ['of a fork', pullRequest('somebody/blog')],
    ['of a fork that is gone', { pull_request: { number: 12, head: { repo: null } } }],
    ['of a push', {}],
  ])('is left out on the event %s: GitHub is not asked', async (_, event) => {
    const api = await startApi();
    const { code, stdout } = await comment(event, api.url);
    expect([code, api.requests]).toEqual([0, []]);
    expect(stdout).toContain('no comment');
  });

  it('fails nothing where the token may only read', async () => {
    const api = await startApi(403);
    const { code, stdout } = await comment(pullRequest('me/blog'), api.url);
    expect([code, stdout]).toEqual([0, expect.stringContaining('GitHub answered 403')]);
    expect(api.requests.map(({ method }) => method)).toEqual(['GET']);
  });
});
