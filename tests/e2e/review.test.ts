import { writeFile } from 'node:fs/promises';
import { createServer, request } from 'node:http';
import axe from 'axe-core';
import { type Browser, chromium, type Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { listTree } from '../support/file-tree.js';
import { photoJpeg } from '../support/images.js';
import { chromiumPath } from '../support/inspect/chromium-judge.js';
import { createTestSite, newBase, oldBase, type TestSite } from '../support/migration.js';
import { type CliResult, startCli } from '../support/run-cli.js';

interface Reviewing {
  /** With the key behind `#`. */
  readonly address: string;
  readonly origin: string;
  readonly ended: Promise<CliResult>;
  stop(): Promise<CliResult>;
}

const stops: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const stop of stops.splice(0)) await stop();
});

const photo = (seed: number) => photoJpeg({ seed, width: 320, height: 240 }, { quality: 98 });

/** Three pictures in two posts: one from elsewhere in both, and two beside them. */
async function site(): Promise<TestSite> {
  return createTestSite(
    {
      'posts/a.md': `---\ntitle: A\n---\n\n![far](${oldBase}far.jpg) and ![near](near.jpg)\n\n<img src="图.jpg" alt="图">\n`,
      'posts/b.md': `{% img ${oldBase}far.jpg %}\n`,
      'posts/near.jpg': await photo(1),
      'posts/图.jpg': await photo(2),
    },
    { '/far.jpg': { body: await photo(3), headers: { 'content-type': 'image/jpeg' } } },
  );
}

function start({ folder, origin }: TestSite, args: readonly string[] = []) {
  const target = ['--to', 'file:store', '--public-url', newBase];
  const network = ['--remap', `${oldBase}=${origin.url}/`, '--allow-host', '127.0.0.1'];
  const started = startCli(['review', 'posts', ...target, ...network, ...args], { cwd: folder });
  stops.push(() => {
    started.child.kill('SIGINT');
    return started.result;
  });
  return started;
}

async function review(of: TestSite, args: readonly string[] = []): Promise<Reviewing> {
  const { child, result } = start(of, args);
  const address = await new Promise<string>((resolve, reject) => {
    let said = '';
    child.stderr?.on('data', (chunk) => {
      said += String(chunk);
      const [found] = /http:\/\/127\.0\.0\.1:\d+\/#[\w-]+ /.exec(said) ?? [];
      if (found) resolve(found.trim());
    });
    void result.then(({ stderr }) => reject(new Error(stderr)));
  });
  const stop = (): typeof result => {
    child.kill('SIGINT');
    return result;
  };
  return { address, origin: address.replace(/\/#.*$/, ''), ended: result, stop };
}

describe.skipIf(chromiumPath === undefined)('imgferry review in Chromium', { timeout: 180_000 }, () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await chromium.launch({ executablePath: chromiumPath ?? '', args: ['--no-sandbox'] });
  });
  afterAll(() => browser.close());

  /** The page as a person has it, and whatever it asked for elsewhere or complained about. */
  async function open({ address, origin }: Reviewing, options: Parameters<Browser['newContext']>[0] = {}) {
    const context = await browser.newContext({ viewport: { width: 1200, height: 900 }, ...options });
    const page = await context.newPage();
    page.setDefaultTimeout(60_000);
    const troubles: string[] = [];
    page.on('console', (message) => troubles.push(message.text()));
    page.on('pageerror', (error) => troubles.push(error.message));
    page.on('dialog', (dialog) => {
      troubles.push('dialog');
      void dialog.dismiss();
    });
    page.on('request', (asked) => {
      if (!asked.url().startsWith(`${origin}/`) && !asked.url().startsWith('data:image/webp'))
        troubles.push(asked.url());
    });
    await page.goto(address);
    await page.locator('#images').waitFor();
    const row = (name: string) => page.locator('tr[data-k]').filter({ hasText: name });
    return { page, troubles, row, close: () => context.close() };
  }

  const apply = async (page: Page): Promise<void> => {
    await page.getByRole('button', { name: 'Apply', exact: true }).click();
    await page.getByText('Done:').waitFor();
  };

  it('leaves one out, takes another quality and another name, applies, and is undone', async () => {
    const of = await site();
    const before = [await of.read('posts/a.md'), await of.read('posts/b.md')];
    const reviewing = await review(of);
    const { page, troubles, row, close } = await open(reviewing);
    expect(page.url()).toBe(`${reviewing.origin}/`);
    expect(await page.locator('#chosen').textContent()).toContain('3 images, 4 links in 2 posts');

    await row('posts/near.jpg').getByRole('checkbox').focus();
    await page.keyboard.press('Space');
    await row('posts/near.jpg').getByText('left out').waitFor();

    const size = row('far.jpg').locator('td').nth(2);
    const automatic = await size.textContent();
    await row('far.jpg').getByLabel('quality').fill('10');
    await page.keyboard.press('Tab');
    await expect.poll(() => size.textContent(), { timeout: 60_000 }).not.toBe(automatic);

    await row('posts/图.jpg').getByLabel('name').fill('pictures/花 1.png');
    await page.keyboard.press('Enter');
    await row('posts/图.jpg').getByText('.jpg', { exact: false }).getByText('another ending').waitFor();
    await row('posts/图.jpg').getByLabel('name').fill('pictures/花 1.jpg');
    await page.keyboard.press('Enter');
    await row('posts/图.jpg')
      .getByRole('link', { name: /pictures\/%E8%8A%B1%201\.jpg/ })
      .waitFor();

    await row('far.jpg').locator('.thumb .now').waitFor();
    await row('far.jpg').locator('.thumb').press('Enter');
    expect(await page.locator('#viewer').isVisible()).toBe(true);
    await page.keyboard.press('Escape');

    await page.locator('summary').filter({ hasText: 'posts/a.md' }).click();
    await page.locator('.body pre').getByText('+![far]', { exact: false }).waitFor();
    const frames = page.frames().slice(1);
    expect(frames).toHaveLength(2);
    for (const frame of frames) await expect.poll(() => frame.locator('img').count()).toBe(3);
    expect(await page.locator('#chosen').textContent()).toContain('2 images, 3 links in 2 posts');

    await apply(page);
    const { code, stdout } = await reviewing.ended;
    expect(code).toBe(0);
    expect(stdout).toMatch(/3 images: 2 stored, 1 skipped/);
    expect(stdout).toContain('imgferry undo');
    expect(troubles).toEqual([]);
    await close();

    const keys = await listTree(`${of.folder}/store`);
    expect(keys).toHaveLength(2);
    expect(keys).toContain('pictures/花 1.jpg');
    const text = await of.read('posts/a.md');
    expect(text).toContain('![near](near.jpg)');
    expect(text).toContain(`<img src="${newBase}pictures/%E8%8A%B1%201.jpg" alt="图">`);
    const [far = ''] = keys.filter((key) => !key.startsWith('pictures'));
    expect(text).toContain(`![far](${newBase}${far})`);
    expect(await of.read('posts/b.md')).toContain(newBase + far);
    expect((await of.run(['undo'])).code).toBe(0);
    expect([await of.read('posts/a.md'), await of.read('posts/b.md')]).toEqual(before);
  });

  it('says which posts were edited meanwhile, and leaves them alone', async () => {
    const of = await site();
    const reviewing = await review(of);
    const { page, close } = await open(reviewing);
    await of.write('posts/b.md', 'other text\n');
    await page.getByRole('button', { name: 'Apply', exact: true }).click();
    await page.getByText('Edited since this page was made').waitFor();
    expect(await page.locator('#said').textContent()).toContain('posts/b.md');
    expect(await listTree(`${of.folder}/store`).catch(() => [])).toEqual([]);
    await page.getByRole('button', { name: 'Apply all but these posts' }).click();
    await page.getByText('Done:').waitFor();
    const { code, stdout } = await reviewing.ended;
    expect(code).toBe(1);
    expect(stdout).toContain('posts/b.md');
    expect(await of.read('posts/b.md')).toBe('other text\n');
    expect(await of.read('posts/a.md')).toContain(newBase);
    await close();
  });

  it('names the posts that it can do nothing with, and why', async () => {
    const of = await site();
    await writeFile(`${of.folder}/posts/旧.md`, Buffer.from([0xd6, 0xd0, 0x0a]));
    const { page, close } = await open(await review(of));
    const section = await page.locator('#left-alone').textContent();
    for (const told of ['posts/旧.md', 'not UTF-8', 'iconv']) expect(section).toContain(told);
    await close();
  });

  it.each([
    ['en', 'light', 1200],
    ['zh', 'dark', 360],
  ] as const)('has nothing that axe finds inaccessible, and fits (%s, %s, %i)', async (lang, colorScheme, width) => {
    const reviewing = await review(await site(), ['--lang', lang]);
    const { page, troubles, close } = await open(reviewing, { colorScheme, viewport: { width, height: 800 } });
    const violations = async (): Promise<unknown> => {
      await page.evaluate(axe.source);
      const found = await page.evaluate<axe.AxeResults>('axe.run({ iframes: false })');
      return found.violations.map(({ id, nodes }) => [id, nodes[0]?.html]);
    };
    await page.locator('.thumb').first().waitFor();
    expect(await violations()).toEqual([]);
    await page.locator('summary').first().click();
    await page.locator('iframe').nth(1).waitFor();
    expect(await violations()).toEqual([]);
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(width);
    expect(troubles).toEqual([]);
    await close();
  });

  it('runs nothing that stands in a post, and asks nobody for it', async () => {
    const of = await site();
    await of.write(
      'posts/evil.md',
      `![near](near.jpg) ![other](https://tracker.example/x.png)\n\n<script>alert(1)</script><img src=x onerror=alert(1)>\n\n<iframe src="https://frame.example/"></iframe><style>@import 'https://css.example/';</style><a href="javascript:alert(1)">a</a><svg onload=alert(1)></svg>\n`,
    );
    const { page, troubles, close } = await open(await review(of, ['--skip-host', 'tracker.example']));
    await page.locator('summary').filter({ hasText: 'posts/evil.md' }).click();
    await page.locator('iframe').nth(1).waitFor();
    for (const frame of page.frames().slice(1)) {
      await frame.locator('img').first().waitFor();
      const markup = await frame.content();
      expect(markup).not.toMatch(/alert|tracker\.example|frame\.example|css\.example|<svg|<a /);
      expect(markup).toContain('<span class="other">other</span>');
    }
    expect(troubles).toEqual([]);
    await close();
  });

  it('cannot be opened a second time, nor asked by another page', async () => {
    const reviewing = await review(await site());
    const { page, close } = await open(reviewing);
    await page.reload();
    await page.locator('#images').waitFor();
    const context = await browser.newContext();
    const second = await context.newPage();
    await second.goto(reviewing.address);
    await second.getByText('This address was used already').waitFor();
    const foreign = createServer((_, response) =>
      response.setHeader('content-type', 'text/html').end('<title>x</title>'),
    );
    await new Promise<void>((done) => foreign.listen(0, '127.0.0.1', done));
    const at = foreign.address();
    await second.goto(`http://localhost:${typeof at === 'object' && at ? at.port : 0}/`);
    const tried = await second.evaluate<string>(
      `fetch('${reviewing.origin}/apply', { method: 'POST', mode: 'no-cors', body: '{}' }).then((answer) => answer.type + answer.status, String)`,
    );
    expect(tried).not.toContain('200');
    foreign.close();
    await context.close();
    await close();
  });
});

describe('imgferry review', { timeout: 120_000 }, () => {
  it('refuses other hosts, other origins, wrong and used keys', async () => {
    const of = await site();
    const { address, origin } = await review(of);
    const [token, port] = [address.split('#')[1] ?? '', Number(new URL(address).port)];
    const ask = (method: string, path: string, headers: Readonly<Record<string, string>>, body?: string) =>
      new Promise<{ status: number; text: string; headers: Readonly<Record<string, unknown>> }>((resolve, reject) => {
        const asked = request({ host: '127.0.0.1', port, method, path, headers }, async (response) => {
          const chunks: unknown[] = [];
          for await (const chunk of response) chunks.push(chunk);
          resolve({ status: response.statusCode ?? 0, text: chunks.join(''), headers: response.headers });
        });
        asked.on('error', reject);
        asked.end(body);
      });
    const host = { host: `127.0.0.1:${port}` };
    const page = await ask('GET', '/', host);
    expect(page).toMatchObject({ status: 200, headers: { 'cache-control': 'no-store' } });
    expect(page.headers['content-security-policy']).toMatch(/^default-src 'none'.*frame-ancestors 'none'$/);
    expect(page.headers).not.toHaveProperty('access-control-allow-origin');
    expect(page.text).not.toContain('posts/');
    expect((await ask('GET', '/', { host: `evil.example:${port}` })).status).toBe(421);
    expect((await ask('GET', '/view', host)).status).toBe(404);

    const from = (key: string, more = {}) => ({ ...host, origin, 'x-review-key': key, ...more });
    const exchange = (given: string, headers: Readonly<Record<string, string>> = from('')) =>
      ask('POST', '/session', headers, JSON.stringify({ token: given }));
    expect((await exchange('wrong')).status).toBe(403);
    for (const other of ['null', 'https://evil.example', `http://localhost:${port}`])
      expect((await exchange(token, from('', { origin: other }))).status).toBe(403);
    expect((await exchange(token, host)).status).toBe(403);
    const { session } = JSON.parse((await exchange(token)).text) as { session: string };
    expect((await exchange(token)).status).toBe(403);

    expect((await ask('POST', '/view', from(session), '{}')).status).toBe(200);
    expect((await ask('POST', '/view', from(token), '{}')).status).toBe(403);
    expect((await ask('POST', '/apply', from(session, { origin: 'https://evil.example' }), '{}')).status).toBe(403);
    expect((await ask('POST', '/constructor', from(session), '{}')).status).toBe(404);
    expect((await ask('POST', '/take', from(session), 'nonsense')).status).toBe(400);
    const faults = [{ image: 99 }, { image: 0, quality: 101 }, { image: 0, key: '../x.jpg' }];
    for (const fault of faults) {
      const answer = await ask('POST', '/choose', from(session), JSON.stringify(fault));
      expect(JSON.parse(answer.text)).toEqual({ error: expect.any(String) });
    }
    expect(await listTree(`${of.folder}/store`).catch(() => [])).toEqual([]);
  });

  it('changes nothing where it is left', async () => {
    const of = await site();
    const before = await of.read('posts/a.md');
    const { code, stdout, stderr } = await (await review(of)).stop();
    expect([code, stdout]).toEqual([130, '']);
    expect(stderr).toContain('without applying');
    expect(await of.read('posts/a.md')).toBe(before);
  });

  it('says what is wrong, or that nothing is to be decided, before it serves', async () => {
    const of = await site();
    const other = createServer();
    await new Promise<void>((done) => other.listen(0, '127.0.0.1', done));
    const at = other.address();
    const port = typeof at === 'object' && at ? String(at.port) : '';
    const taken = await start(of, ['--port', port]).result;
    other.close();
    expect([taken.code, taken.stderr]).toEqual([2, expect.stringContaining(`The port ${port}`)]);
    await of.write('posts/a.md', 'no image\n');
    await of.write('posts/b.md', '![gone](gone.jpg)\n');
    const nothing = await start(of).result;
    expect([nothing.code, nothing.stderr.includes('http://')]).toEqual([1, false]);
    expect(nothing.stdout).toContain('gone.jpg');
  });
});
